package org.boundsession.store.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;
import java.util.Optional;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UnreadableSessions;
import org.jspecify.annotations.Nullable;

/**
 * Reads sessions from responses of Redis. Data that cannot be read is treated as no session and logged, at most once a
 * minute. Thread-safe.
 */
final class SessionHashes {

    private final UnreadableSessions unreadable = new UnreadableSessions();

    Optional<StoredSession> read(SessionKey key, List<KeyValue<String, String>> fields) {
        if (fields.stream().noneMatch(KeyValue::hasValue)) {
            return Optional.empty();
        }
        Optional<StoredSession> read = SessionHash.read(key, fields);
        if (read.isEmpty()) {
            unreadable.found();
        }
        return read;
    }

    /** Returns whether a command failed because the value of the key is not a hash. */
    boolean isNone(@Nullable Throwable failure) {
        boolean none = failure instanceof RedisCommandExecutionException refused
                && refused.getMessage() != null
                && refused.getMessage().startsWith("WRONGTYPE");
        if (none) {
            unreadable.found();
        }
        return none;
    }
}
