package org.boundsession.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.SslOptions;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis that all requests share (multiplexing). It is opened lazily and reconnects automatically.
 * Each call ends within the timeout. Thread-safe.
 */
final class RedisConnection implements AutoCloseable {

    private final Duration timeout;
    private final RedisClients clients = new RedisClients();
    private final RedisServers servers;
    private final ReentrantLock connecting = new ReentrantLock();
    private final AtomicReference<@Nullable RedisLink> connection = new AtomicReference<>();

    RedisConnection(RedisAddress address, SslOptions tls, Duration timeout) {
        this.timeout = timeout;
        servers = clients.servers(address, tls, timeout);
        FastThreadLocal.removeAll();
    }

    /**
     * Executes commands for one key.
     *
     * @throws StoreUnavailableException if the server of this key does not respond in time or refuses the call
     */
    <T> T call(String key, Function<RedisLink, T> work) {
        try {
            return callOn(link(), key, work);
        } finally {
            // Netty's thread-locals on the container's threads would outlive the application and leak its class
            // loader.
            FastThreadLocal.removeAll();
        }
    }

    private <T> T callOn(RedisLink link, String key, Function<RedisLink, T> work) {
        servers.requireUp(key);
        try {
            T result = work.apply(link);
            servers.responded(key);
            return result;
        } catch (RedisException e) {
            throw failure(link, key, e);
        }
    }

    /**
     * Executes one command for each key, in one round trip (pipelining).
     *
     * @param name returns the key of Redis
     * @return the results by key, without the keys of servers that are down while others are in use
     * @throws StoreUnavailableException if no server responds in time, or one refuses a call
     */
    <K, T> Map<K, T> callAll(
            Collection<K> keys, Function<K, String> name, BiFunction<RedisLink, K, CompletionStage<T>> command) {
        return inOneTrip(keys, name, command, pipeline -> pipeline.results(this::failure));
    }

    /**
     * Executes one command for each key, in one round trip, and returns the keys whose commands have failed instead of an
     * exception.
     *
     * @throws StoreUnavailableException if there is no connection
     */
    <K> Pipeline.Failed<K> tryAll(
            Collection<K> keys, Function<K, String> name, BiFunction<RedisLink, K, CompletionStage<Long>> command) {
        return inOneTrip(keys, name, command, pipeline -> pipeline.failed(this::failure));
    }

    private <K, T, R> R inOneTrip(
            Collection<K> keys,
            Function<K, String> name,
            BiFunction<RedisLink, K, CompletionStage<T>> command,
            Function<Pipeline<K, T>, R> end) {
        try {
            Pipeline<K, T> pipeline = new Pipeline<>(link(), servers, timeout, name);
            keys.forEach(key -> pipeline.add(key, command));
            return end.apply(pipeline);
        } finally {
            FastThreadLocal.removeAll();
        }
    }

    private StoreUnavailableException failure(RedisLink link, String key, RedisException e) {
        if (e instanceof RedisCommandTimeoutException) {
            // The connection may be half-open: the server is gone, but no packet has reported it.
            leave(link);
            return servers.unreachable(key, RedisFailures.noResponse(e));
        }
        if (e instanceof RedisCommandExecutionException refused) {
            if (RedisFailures.isOfReplica(refused)) {
                // After a failover, another server may be the master.
                leave(link);
            }
            return refused(key, RedisFailures.of(refused));
        }
        return servers.unreachable(key, RedisFailures.unreachable(e));
    }

    private StoreUnavailableException refused(String key, StoreUnavailableException failure) {
        if (failure.isUnreachable()) {
            return servers.unreachable(key, failure);
        }
        servers.responded(key);
        return failure;
    }

    /** Returns the keys that a probe writes, by the prefix of their names. */
    List<String> probeKeys(String prefix) {
        link();
        return servers.probeKeys(prefix);
    }

    /** Returns host and port of the server of this key, for a log; empty if there is only one. */
    String describe(String key) {
        return servers.describe(key);
    }

    private void leave(RedisLink link) {
        if (!servers.isPartitioned()) {
            giveUp(link);
        }
    }

    /** Drops the connection, so that the next call opens a new one. */
    private void giveUp(RedisLink link) {
        if (connection.compareAndSet(link, null)) {
            link.abandon();
        }
    }

    private RedisLink link() {
        RedisLink open = connection.get();
        return open == null || servers.isLost(open) ? connect() : open;
    }

    private RedisLink connect() {
        if (!isMyTurn()) {
            throw RedisFailures.noResponse(null);
        }
        try {
            RedisLink open = connection.get();
            if (open != null && servers.isLost(open)) {
                giveUp(open);
                open = null;
            }
            if (open == null) {
                open = newLink();
                connection.set(open);
            }
            return open;
        } finally {
            connecting.unlock();
        }
    }

    private RedisLink newLink() {
        CompletableFuture<RedisLink> made = servers.connect();
        try {
            return made.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw RedisFailures.noConnection(e.getCause());
        } catch (TimeoutException e) {
            made.thenAccept(RedisLink::abandon);
            throw RedisFailures.noResponse(e);
        } catch (InterruptedException e) {
            made.thenAccept(RedisLink::abandon);
            Thread.currentThread().interrupt();
            throw RedisFailures.noResponse(e);
        }
    }

    private boolean isMyTurn() {
        try {
            return connecting.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        RedisLink open = connection.get();
        if (open != null) {
            open.connection().close();
        }
        servers.close();
        clients.close();
        // A promise of Netty that is already kept notifies its listeners on this thread, which leaves thread-locals
        // too.
        FastThreadLocal.removeAll();
    }
}
