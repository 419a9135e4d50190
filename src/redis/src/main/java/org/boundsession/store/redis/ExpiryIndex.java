package org.boundsession.store.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;

/**
 * An index of the sessions by expiry (a sorted set), so that a clean-up finds and reports expired sessions before
 * Redis removes them silently. Thread-safe.
 *
 * <p>An entry is written before its session, in a separate command, because in a cluster the two keys may be on
 * different servers. A touch does not move the entry: the clean-up moves it when it finds the session live.
 */
final class ExpiryIndex {

    /** Time to live of the index, longer than that of any session: an index without writes expires. */
    static final Duration TIME_TO_LIVE = Duration.ofDays(2);

    private final RedisConnection redis;
    private final String name;

    ExpiryIndex(RedisConnection redis, String name) {
        this.redis = redis;
        this.name = name;
    }

    /**
     * Adds a session. If Redis refuses the write, the login still succeeds; the session then expires without an event.
     */
    void add(SessionKey key, long expiryTime) {
        try {
            redis.call(name, link -> link.sync().zadd(name, (double) expiryTime, key.hex()));
            redis.call(name, link -> link.sync().pexpire(name, TIME_TO_LIVE));
        } catch (StoreUnavailableException refused) {
            if (refused.isUnreachable()) {
                throw refused;
            }
        }
    }

    /** Returns at most {@code limit} sessions that may have expired, after skipping {@code offset} of them. */
    List<SessionKey> due(long now, int offset, int limit) {
        List<String> members = redis.call(
                name,
                link -> link.sync()
                        .zrangebyscore(
                                name,
                                Range.create(Double.NEGATIVE_INFINITY, (double) now),
                                Limit.create(offset, limit)));
        members.stream().filter(member -> SessionKey.ofHex(member).isEmpty()).forEach(this::remove);
        return members.stream().map(SessionKey::ofHex).flatMap(Optional::stream).toList();
    }

    void move(SessionKey key, long expiryTime) {
        redis.call(name, link -> link.sync().zadd(name, ZAddArgs.Builder.xx(), (double) expiryTime, key.hex()));
    }

    void remove(String member) {
        redis.call(name, link -> link.sync().zrem(name, member));
    }
}
