package org.boundsession.store.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;

/**
 * The entries of a session in all indexes. Thread-safe.
 *
 * <p>If the server of a user's index is down while others are in use, a login succeeds, and the entry is added later:
 * until then, a search for the user's sessions fails, and so does a login that {@code sessions-per-user} limits.
 */
final class SessionIndexes {

    private static final int MAX_MISSING = 10_000;

    private final RedisConnection redis;
    private final KeyNames names;
    private final UserIndex users;
    private final EndIndexes ends;
    private final ExpiryIndexes expiries;
    private final Map<SessionKey, StoredSession> missing = new ConcurrentHashMap<>();

    SessionIndexes(RedisConnection redis, KeyNames names, UserIndex users, EndIndexes ends, ExpiryIndexes expiries) {
        this.redis = redis;
        this.names = names;
        this.users = users;
        this.ends = ends;
        this.expiries = expiries;
    }

    /** Called before the session is inserted. */
    void add(StoredSession session) {
        add(session, users.index(session.principal()));
        add(session, names.ends(session.key()));
        expiries.add(session);
    }

    private void add(StoredSession session, String index) {
        try {
            ends.add(session, index);
        } catch (StoreUnavailableException e) {
            if (!e.isPartial() || missing.size() >= MAX_MISSING) {
                throw e;
            }
            missing.put(session.key(), session);
        }
    }

    /** Adds entries that could not be added with their session, if that has not ended. Called periodically. */
    void addMissing(long now) {
        for (StoredSession session : missing.values()) {
            try {
                if (now < session.endTime()) {
                    ends.add(session, users.index(session.principal()));
                    ends.add(session, names.ends(session.key()));
                }
                missing.remove(session.key());
            } catch (StoreUnavailableException later) {
                // Tried again by the next clean-up.
            }
        }
    }

    /** Removes the entries of a session that has ended. If that fails, they are removed after their time. */
    void remove(SessionKey key, String principal) {
        missing.remove(key);
        try {
            redis.callAll(
                    List.of(users.index(principal), names.ends(key), names.sessions(key)),
                    index -> index,
                    (link, index) -> link.async().zrem(index, key.hex()));
        } catch (StoreUnavailableException leftToTheCleanUp) {
            return;
        }
    }

    List<StoredSession> findByPrincipal(String principal, int limit) {
        return users.find(principal, limit);
    }

    ExpiryIndexes expiries() {
        return expiries;
    }
}
