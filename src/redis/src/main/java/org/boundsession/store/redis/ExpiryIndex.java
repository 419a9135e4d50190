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
 * A sorted set of the sessions by their expiry, so that a clean-up finds those that are over before Redis drops them without
 * a word. Thread-safe.
 *
 * <p>It is written before its session is, in a command of its own, because in a cluster the two may live on different
 * servers. A touch does not move the entry: the clean-up finds the session alive and moves it.
 */
final class ExpiryIndex {

    /** Longer than any session lives: an index that is not written to goes away. */
    static final Duration TIME_TO_LIVE = Duration.ofDays(2);

    private final RedisConnection redis;
    private final String name;

    ExpiryIndex(RedisConnection redis, String name) {
        this.redis = redis;
        this.name = name;
    }

    /** A session whose index cannot be written expires without an event, which is no reason to refuse a login. */
    void add(SessionKey key, long expiryTime) {
        try {
            redis.call(connection -> connection.sync().zadd(name, (double) expiryTime, key.hex()));
            redis.call(connection -> connection.sync().pexpire(name, TIME_TO_LIVE));
        } catch (StoreUnavailableException refused) {
            if (refused.isUnreachable()) {
                throw refused;
            }
        }
    }

    /** Some of those that may have expired by then, without the first ones. */
    List<SessionKey> due(long now, int offset, int limit) {
        List<String> members = redis.call(connection -> connection
                .sync()
                .zrangebyscore(
                        name, Range.create(Double.NEGATIVE_INFINITY, (double) now), Limit.create(offset, limit)));
        members.stream().filter(member -> SessionKey.ofHex(member).isEmpty()).forEach(this::remove);
        return members.stream().map(SessionKey::ofHex).flatMap(Optional::stream).toList();
    }

    void move(SessionKey key, long expiryTime) {
        redis.call(connection -> connection.sync().zadd(name, ZAddArgs.Builder.xx(), (double) expiryTime, key.hex()));
    }

    void remove(String member) {
        redis.call(connection -> connection.sync().zrem(name, member));
    }
}
