package org.boundsession.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.boundsession.concurrent.OwnThreads;

/** What clients of all kinds of servers have in common: their threads and options. Thread-safe. */
final class RedisClients implements AutoCloseable {

    static final long END_SECONDS = 5;

    private static final Duration MAX_RECONNECT_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_COMMANDS_IN_FLIGHT = 20_000;

    private final OwnThreads threads = new OwnThreads("bound-session-redis");
    private final ClientResources resources;

    RedisClients() {
        resources = DefaultClientResources.builder()
                .threadFactoryProvider(pool -> threads.owning(new DefaultThreadFactory(pool, true)))
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.exponential(Duration.ofMillis(10), MAX_RECONNECT_PAUSE, 2, TimeUnit.MILLISECONDS))
                .build();
    }

    /** Returns the servers of an address; they use the threads of this object. */
    RedisServers servers(RedisAddress address, SslOptions tls, Duration timeout) {
        return switch (address.kind()) {
            case SERVER -> new SingleServer(resources, address, tls, timeout);
            case SENTINEL -> new SentinelServers(resources, address, tls, timeout);
            case CLUSTER -> new ClusterServers(resources, address, tls, timeout);
        };
    }

    static ClientOptions.Builder configure(
            ClientOptions.Builder options, SslOptions tls, Duration timeout, Duration connectTimeout) {
        return options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_COMMANDS_IN_FLIGHT)
                .sslOptions(tls)
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .socketOptions(
                        SocketOptions.builder().connectTimeout(connectTimeout).build());
    }

    @Override
    public void close() {
        resources.shutdown(0, END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS);
        threads.join();
    }
}
