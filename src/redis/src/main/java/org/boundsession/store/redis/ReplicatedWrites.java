package org.boundsession.store.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.boundsession.store.StoreUnavailableException;

/**
 * Writes that a number of replicas confirm (WAIT), so that a failover to one of them does not lose them. They have a
 * connection of their own, one at a time for each server, because a server executes no other command of a connection that waits.
 * Thread-safe.
 */
final class ReplicatedWrites implements AutoCloseable {

    private final RedisConnection redis;
    private final int replicas;
    private final long patienceMillis;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    ReplicatedWrites(RedisConnection redis, int replicas, Duration timeout) {
        this.redis = redis;
        this.replicas = replicas;
        this.patienceMillis = Math.max(1, timeout.toMillis() / 2);
    }

    /**
     * Executes a write.
     *
     * @throws StoreUnavailableException also if the master has executed the write and too few replicas confirm it in
     *     time: then it is not known whether it will last
     */
    <T> T write(String key, Function<RedisLink, T> work) {
        ReentrantLock turn = turns.computeIfAbsent(redis.describe(key), server -> new ReentrantLock(true));
        if (!isMyTurn(turn)) {
            throw StoreUnavailableException.failed("too many writes wait for the replicas of Redis", null);
        }
        try {
            return redis.call(key, link -> confirmed(link, key, work));
        } finally {
            turn.unlock();
        }
    }

    private <T> T confirmed(RedisLink link, String key, Function<RedisLink, T> work) {
        T result = work.apply(link);
        if (link.server().apply(key).waitForReplication(replicas, patienceMillis) < replicas) {
            throw StoreUnavailableException.partlyUnreachable(
                    "too few replicas of Redis confirmed a write, see bound-session.redis-wait-replicas", null);
        }
        return result;
    }

    private boolean isMyTurn(ReentrantLock turn) {
        try {
            return turn.tryLock(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
