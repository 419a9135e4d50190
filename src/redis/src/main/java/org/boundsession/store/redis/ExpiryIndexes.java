package org.boundsession.store.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;

/**
 * The indexes of all sessions by expiry: sixteen sorted sets, so that a clean-up finds and reports expired sessions
 * before Redis removes them silently. Thread-safe.
 *
 * <p>An entry is written before its session, in a separate command, because in a cluster the two keys may be on
 * different servers. A touch does not move the entry: the clean-up moves it when it finds the session live.
 */
final class ExpiryIndexes {

    /** Time to live of an index, longer than that of any session: an index without writes expires. */
    static final Duration TIME_TO_LIVE = Duration.ofDays(2);

    private final RedisConnection redis;
    private final KeyNames names;

    ExpiryIndexes(RedisConnection redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
    }

    /**
     * Adds a session. If Redis refuses the write, the login still succeeds; the session then expires without an event.
     */
    void add(StoredSession session) {
        String index = names.sessions(session.key());
        List<String> entry =
                List.of(Long.toString(session.expiryTime()), session.key().hex());
        try {
            redis.call(index, link -> Script.ENTRY.run(link.sync(), index, entry));
        } catch (StoreUnavailableException refused) {
            if (refused.isUnreachable() && !refused.isPartial()) {
                throw refused;
            }
        }
    }

    /** Returns the indexes with entries that may have expired, in one round trip. */
    List<String> findDue(long now) {
        Map<String, List<String>> first = redis.callAll(
                names.allSessions(),
                index -> index,
                (link, index) -> link.async().zrangebyscore(index, until(now), Limit.create(0, 1)));
        return first.entrySet().stream()
                .filter(due -> !due.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns at most {@code limit} members that may have expired, after skipping {@code offset} of them. */
    List<String> due(String index, long now, int offset, int limit) {
        return redis.call(index, link -> link.sync().zrangebyscore(index, until(now), Limit.create(offset, limit)));
    }

    private static Range<Double> until(long now) {
        return Range.create(Double.NEGATIVE_INFINITY, (double) now);
    }

    void move(SessionKey key, long expiryTime) {
        String index = names.sessions(key);
        redis.call(index, link -> link.sync().zadd(index, ZAddArgs.Builder.xx(), (double) expiryTime, key.hex()));
    }

    void remove(String index, List<String> members) {
        if (!members.isEmpty()) {
            redis.call(index, link -> link.sync().zrem(index, members.toArray(String[]::new)));
        }
    }
}
