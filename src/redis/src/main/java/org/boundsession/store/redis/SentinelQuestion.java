package org.boundsession.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.netty.util.Timeout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.boundsession.store.redis.RedisAddress.Host;

/**
 * Asks all Sentinels at once who the master is, because one after the other would take too long if the first ones do
 * not respond. An address that most of them name is the master; if fewer respond, the one that most of those name.
 *
 * <p>A Sentinel is asked without credentials first, and with those of the servers if it refuses.
 */
final class SentinelQuestion {

    private final RedisClient client;
    private final RedisAddress address;
    private final Duration timeout;

    SentinelQuestion(RedisClient client, RedisAddress address, Duration timeout) {
        this.client = client;
        this.address = address;
        this.timeout = timeout;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // completes the returned one
    CompletableFuture<Host> ask() {
        Map<Host, Integer> votes = new ConcurrentHashMap<>();
        CompletableFuture<Host> master = new CompletableFuture<>();
        int most = address.hosts().size() / 2 + 1;
        List<CompletableFuture<Void>> asked = address.hosts().stream()
                .map(sentinel -> ask(sentinel).thenAccept(named -> {
                    if (votes.merge(named, 1, Integer::sum) >= most) {
                        master.complete(named);
                    }
                }))
                .toList();
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> decide(votes, master, failure));
        return master;
    }

    /** Called after all Sentinels have responded or failed; has no effect if most of them named one master. */
    private static void decide(Map<Host, Integer> votes, CompletableFuture<Host> master, Throwable failure) {
        votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .ifPresentOrElse(
                        master::complete,
                        () -> master.completeExceptionally(
                                new RedisConnectionException("no Sentinel named the master", failure)));
    }

    private CompletableFuture<Host> ask(Host sentinel) {
        CompletableFuture<Host> named = ask(address.anonymous(sentinel, timeout).build())
                .exceptionallyCompose(refused -> address.password().isEmpty()
                        ? CompletableFuture.failedFuture(refused)
                        : ask(address.sentinelUri(sentinel, timeout)));
        // Not orTimeout: its thread belongs to the Java runtime and would keep this application's class loader.
        Timeout limit = client.getResources()
                .timer()
                .newTimeout(
                        late -> named.completeExceptionally(new RedisConnectionException("no response in time")),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        return named.whenComplete((host, failure) -> limit.cancel());
    }

    private CompletableFuture<Host> ask(RedisURI sentinel) {
        return client.connectSentinelAsync(StringCodec.UTF8, sentinel)
                .thenCompose(connection -> ask(connection).whenComplete((named, failure) -> {
                    var unused = connection.closeAsync();
                }));
    }

    private CompletionStage<Host> ask(StatefulRedisSentinelConnection<String, String> connection) {
        return connection.async().getMasterAddrByName(address.master()).thenApply(SentinelQuestion::host);
    }

    private static Host host(SocketAddress named) {
        if (named instanceof InetSocketAddress known) {
            return new Host(known.getHostString(), known.getPort());
        }
        throw new RedisConnectionException("the Sentinels do not know the master");
    }
}
