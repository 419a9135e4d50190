package org.boundsession.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster. If one is down, calls for its keys fail and those for other keys succeed: such a failure is
 * one of the call, not of the store. All commands go to masters, because a replica may still have a session that has
 * ended.
 */
final class ClusterServers implements RedisServers {

    /** How often the client asks which node has which keys; besides, it asks after a failure or a redirection. */
    private static final Duration REFRESH_PERIOD = Duration.ofSeconds(5);

    private static final Duration MIN_REFRESH_PAUSE = Duration.ofMillis(200);

    /** To connect for the first time with a seed that hangs takes two of these. */
    private static final int STEPS = 4;

    private static final int MAX_PROBES_TRIED = 100_000;

    private final RedisClusterClient client;
    private final Duration timeout;
    private final ShardCircuits circuits;
    private volatile @Nullable StatefulRedisClusterConnection<String, String> connected;
    private volatile long lastRefresh = System.nanoTime() - MIN_REFRESH_PAUSE.toNanos();

    ClusterServers(ClientResources resources, RedisAddress address, SslOptions tls, Duration timeout) {
        Duration step = timeout.dividedBy(STEPS);
        List<RedisURI> seeds =
                address.hosts().stream().map(host -> address.uri(host, step)).toList();
        client = RedisClusterClient.create(resources, seeds);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        RedisClients.configure(options, tls, timeout, step);
        client.setOptions(options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(REFRESH_PERIOD)
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(MIN_REFRESH_PAUSE)
                        .build())
                .build());
        this.timeout = timeout;
        this.circuits = new ShardCircuits(System::nanoTime, timeout);
    }

    @Override
    public CompletableFuture<RedisLink> connect() {
        return client.refreshPartitionsAsync()
                .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
                .thenApply(this::link)
                .toCompletableFuture();
    }

    private RedisLink link(StatefulRedisClusterConnection<String, String> connection) {
        connection.setTimeout(timeout);
        connected = connection;
        return RedisLink.of(connection);
    }

    /** The connection consists of one for each node, and the other nodes respond. */
    @Override
    public boolean isPartitioned() {
        return true;
    }

    @Override
    public void requireUp(String key) {
        if (circuits.areAllClosed()) {
            return;
        }
        RedisClusterNode node = node(key);
        if (node != null && !circuits.tryAcquire(node.getNodeId())) {
            refresh();
            throw failed(StoreUnavailableException.unreachable("a node of the Redis cluster is down", null));
        }
    }

    @Override
    public void responded(String key) {
        RedisClusterNode node = circuits.areAllClosed() ? null : node(key);
        if (node != null) {
            circuits.close(node.getNodeId());
        }
    }

    @Override
    public StoreUnavailableException unreachable(String key, StoreUnavailableException failure) {
        RedisClusterNode node = node(key);
        if (node != null) {
            circuits.open(node.getNodeId());
        }
        refresh();
        return failed(failure);
    }

    private static StoreUnavailableException failed(StoreUnavailableException failure) {
        return RedisFailures.ofAPart(failure);
    }

    private @Nullable RedisClusterNode node(String key) {
        StatefulRedisClusterConnection<String, String> open = connected;
        return open == null ? null : open.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
    }

    /** Asks for the nodes of all keys: after a failover, a node that does not respond has none. */
    @SuppressWarnings("FutureReturnValueIgnored") // the next failure asks again
    private void refresh() {
        long now = System.nanoTime();
        if (now - lastRefresh >= MIN_REFRESH_PAUSE.toNanos() && !client.isTopologyRefreshInProgress()) {
            lastRefresh = now;
            client.refreshPartitionsAsync();
        }
    }

    @Override
    public List<String> probeKeys(String prefix) {
        List<RedisClusterNode> masters = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        StatefulRedisClusterConnection<String, String> open = connected;
        long wanted = open == null
                ? 0
                : open.getPartitions().stream()
                        .filter(node -> !node.getSlots().isEmpty())
                        .count();
        for (int i = 0; keys.size() < wanted && i < MAX_PROBES_TRIED; i++) {
            String key = prefix + ":{" + i + "}";
            RedisClusterNode node = node(key);
            if (node != null && !masters.contains(node)) {
                masters.add(node);
                keys.add(key);
            }
        }
        return keys;
    }

    @Override
    public String describe(String key) {
        RedisClusterNode node = node(key);
        return node == null ? "" : node.getUri().getHost() + ":" + node.getUri().getPort();
    }

    @Override
    public void close() {
        client.shutdown(0, RedisClients.END_SECONDS, TimeUnit.SECONDS);
    }
}
