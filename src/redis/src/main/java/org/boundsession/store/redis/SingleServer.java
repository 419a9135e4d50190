package org.boundsession.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One server, to which the client reconnects by itself. */
final class SingleServer implements RedisServers {

    private final RedisClient client;
    private final RedisURI uri;

    SingleServer(ClientResources resources, RedisAddress address, SslOptions tls, Duration timeout) {
        client = RedisClient.create(resources);
        client.setOptions(RedisClients.configure(ClientOptions.builder(), tls, timeout, timeout)
                .build());
        uri = address.uri(address.hosts().get(0), timeout);
    }

    @Override
    public CompletableFuture<RedisLink> connect() {
        return client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture().thenApply(RedisLink::of);
    }

    @Override
    public void close() {
        client.shutdown(0, RedisClients.END_SECONDS, TimeUnit.SECONDS);
    }
}
