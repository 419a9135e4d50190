package org.boundsession.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.concurrent.OwnThreads;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis that all requests share (multiplexing). It is opened lazily and reconnects automatically.
 * Each call ends within the timeout. Thread-safe.
 */
final class RedisConnection implements AutoCloseable {

    private static final Duration MAX_RECONNECT_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_COMMANDS_IN_FLIGHT = 20_000;
    private static final long END_SECONDS = 5;

    /** Before Redis 7 the code of a command that a script called stands inside an error with the code ERR. */
    private static final Pattern ERROR_OF_SCRIPT = Pattern.compile("@user_script: ?\\d+: -?([A-Z]+) ");

    private final Duration timeout;
    private final OwnThreads threads = new OwnThreads("bound-session-redis");
    private final ClientResources resources;
    private final RedisURI address;
    private final RedisClient client;
    private final ReentrantLock connecting = new ReentrantLock();
    private final AtomicReference<@Nullable StatefulRedisConnection<String, String>> connection =
            new AtomicReference<>();

    RedisConnection(RedisAddress server, Duration timeout) {
        this.timeout = timeout;
        resources = DefaultClientResources.builder()
                .threadFactoryProvider(pool -> threads.owning(new DefaultThreadFactory(pool, true)))
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.exponential(Duration.ofMillis(10), MAX_RECONNECT_PAUSE, 2, TimeUnit.MILLISECONDS))
                .build();
        address = server.uri(timeout);
        client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_COMMANDS_IN_FLIGHT)
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                .build());
        FastThreadLocal.removeAll();
    }

    <T> T call(Function<StatefulRedisConnection<String, String>, T> work) {
        try {
            return callOn(connection(), work);
        } finally {
            // Netty's thread-locals on the container's threads would outlive the application and leak its class
            // loader.
            FastThreadLocal.removeAll();
        }
    }

    private <T> T callOn(
            StatefulRedisConnection<String, String> open, Function<StatefulRedisConnection<String, String>, T> work) {
        try {
            return work.apply(open);
        } catch (RedisCommandTimeoutException e) {
            // The connection may be half-open: the server is gone, but no packet has reported it.
            giveUp(open);
            throw unanswered(e);
        } catch (RedisCommandExecutionException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            if (message.contains("READONLY")) {
                // After a failover, another server may be the master at the same address.
                giveUp(open);
            }
            throw translated(message, e);
        } catch (RedisException e) {
            throw StoreUnavailableException.unreachable("the session store Redis cannot be reached", e);
        }
    }

    /** Drops the connection, so that the next call opens a new one. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for the old one to close
    private void giveUp(StatefulRedisConnection<String, String> open) {
        if (connection.compareAndSet(open, null)) {
            open.closeAsync();
        }
    }

    private static StoreUnavailableException unanswered(@Nullable Exception e) {
        return StoreUnavailableException.unreachable("the session store Redis did not respond in time", e);
    }

    private static StoreUnavailableException translated(String message, RedisCommandExecutionException e) {
        String kind = code(message);
        boolean startsOrIsCutOff = kind.equals("LOADING") || kind.equals("MASTERDOWN");
        return startsOrIsCutOff
                ? StoreUnavailableException.unreachable("the session store Redis is not ready, " + kind, e)
                : StoreUnavailableException.failed("the session store Redis refused a call, " + kind, e);
    }

    /** Returns the code of an error, such as OOM or NOPERM. The rest is dropped, because it may quote data. */
    private static String code(String message) {
        Matcher ofScript = ERROR_OF_SCRIPT.matcher(message);
        return ofScript.find() ? ofScript.group(1) : message.replaceFirst("(?s)[^A-Z].*", "");
    }

    private StatefulRedisConnection<String, String> connection() {
        StatefulRedisConnection<String, String> open = connection.get();
        return open == null ? connect() : open;
    }

    private StatefulRedisConnection<String, String> connect() {
        if (!isMyTurn()) {
            throw unanswered(null);
        }
        try {
            StatefulRedisConnection<String, String> open = connection.get();
            if (open == null) {
                open = newConnection();
                connection.set(open);
            }
            return open;
        } finally {
            connecting.unlock();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for a late connection to close
    private StatefulRedisConnection<String, String> newConnection() {
        CompletableFuture<StatefulRedisConnection<String, String>> made =
                client.connectAsync(StringCodec.UTF8, address).toCompletableFuture();
        try {
            return made.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw StoreUnavailableException.unreachable("the session store Redis cannot be connected to", e.getCause());
        } catch (TimeoutException e) {
            made.thenAccept(StatefulRedisConnection::closeAsync);
            throw unanswered(e);
        } catch (InterruptedException e) {
            made.thenAccept(StatefulRedisConnection::closeAsync);
            Thread.currentThread().interrupt();
            throw unanswered(e);
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
        StatefulRedisConnection<String, String> open = connection.get();
        if (open != null) {
            open.close();
        }
        client.shutdown(0, END_SECONDS, TimeUnit.SECONDS);
        resources.shutdown(0, END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS);
        FastThreadLocal.removeAll();
        threads.join();
    }
}
