package org.boundsession.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A master that Sentinels name. A connection ends when the master does: the client does not reconnect by itself,
 * because after a failover the same address may be a replica, whose data is stale. Each new connection asks the
 * Sentinels, and then the server for its role.
 */
final class SentinelServers implements RedisServers {

    /** To ask the Sentinels, to connect and to ask for the role takes less than the timeout of a call. */
    private static final int STEPS = 3;

    private final RedisClient client;
    private final RedisAddress address;
    private final Duration timeout;
    private final SentinelQuestion question;

    SentinelServers(ClientResources resources, RedisAddress address, SslOptions tls, Duration timeout) {
        Duration step = timeout.dividedBy(STEPS);
        client = RedisClient.create(resources);
        client.setOptions(RedisClients.configure(ClientOptions.builder(), tls, timeout, step)
                .autoReconnect(false)
                .build());
        this.address = address;
        this.timeout = timeout;
        this.question = new SentinelQuestion(client, address, step);
    }

    @Override
    public CompletableFuture<RedisLink> connect() {
        return question.ask()
                .thenCompose(master -> client.connectAsync(StringCodec.UTF8, address.uri(master, timeout)))
                .thenCompose(SentinelServers::requireMaster);
    }

    private static CompletionStage<RedisLink> requireMaster(StatefulRedisConnection<String, String> server) {
        return server.async()
                .role()
                .handle((role, failure) -> isMaster(role)
                        ? CompletableFuture.completedFuture(RedisLink.of(server))
                        : server.closeAsync().thenCompose(closed -> noMaster(failure)))
                .thenCompose(link -> link);
    }

    private static boolean isMaster(List<Object> role) {
        return role != null && !role.isEmpty() && "master".equals(role.get(0));
    }

    /** @param failure of the question for the role; null if the server responded */
    private static CompletableFuture<RedisLink> noMaster(@Nullable Throwable failure) {
        return CompletableFuture.failedFuture(
                new RedisConnectionException("the server that the Sentinels name is not a master", failure));
    }

    @Override
    public boolean isLost(RedisLink link) {
        return !link.connection().isOpen();
    }

    @Override
    public void close() {
        client.shutdown(0, RedisClients.END_SECONDS, TimeUnit.SECONDS);
    }
}
