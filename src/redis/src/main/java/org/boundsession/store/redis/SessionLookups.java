package org.boundsession.store.redis;

import io.lettuce.core.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;

/** Reads sessions, one by one or many in one round trip. Thread-safe. */
final class SessionLookups {

    private final RedisConnection redis;
    private final KeyNames names;
    private final SessionHashes hashes = new SessionHashes();

    SessionLookups(RedisConnection redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
    }

    Optional<StoredSession> find(SessionKey key) {
        String name = names.session(key);
        List<KeyValue<String, String>> fields;
        try {
            fields = redis.call(name, link -> link.sync().hmget(name, SessionHash.FIELDS));
        } catch (StoreUnavailableException e) {
            if (hashes.isNone(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
        return hashes.read(key, fields);
    }

    /**
     * Finds several sessions.
     *
     * @return the sessions by key, empty for those that are absent, and without the keys of servers that are down while
     *     others are in use
     */
    Map<SessionKey, Optional<StoredSession>> findAll(List<SessionKey> keys) {
        return redis.callAll(keys, names::session, this::find);
    }

    private CompletionStage<Optional<StoredSession>> find(RedisLink link, SessionKey key) {
        return link.async().hmget(names.session(key), SessionHash.FIELDS).handle((fields, failure) -> {
            if (failure == null) {
                return hashes.read(key, fields);
            }
            if (hashes.isNone(failure)) {
                return Optional.empty();
            }
            throw failure instanceof RuntimeException known ? known : new CompletionException(failure);
        });
    }
}
