package org.boundsession.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.BaseRedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.function.Function;

/**
 * An open connection to a server or to all nodes of a cluster, with the commands that both have. Each command names
 * one key, which leads it to its node. Thread-safe.
 *
 * @param server returns the commands without a key, for the server of a key, on the connection that its writes use
 */
record RedisLink(
        StatefulConnection<String, String> connection,
        RedisClusterCommands<String, String> sync,
        RedisClusterAsyncCommands<String, String> async,
        Function<String, BaseRedisCommands<String, String>> server) {

    static RedisLink of(StatefulRedisConnection<String, String> server) {
        return new RedisLink(server, server.sync(), server.async(), key -> server.sync());
    }

    static RedisLink of(StatefulRedisClusterConnection<String, String> cluster) {
        return new RedisLink(cluster, cluster.sync(), cluster.async(), key -> master(cluster, key));
    }

    private static BaseRedisCommands<String, String> master(
            StatefulRedisClusterConnection<String, String> cluster, String key) {
        RedisURI uri = cluster.getPartitions()
                .getPartitionBySlot(SlotHash.getSlot(key))
                .getUri();
        return cluster.getConnection(uri.getHost(), uri.getPort()).sync();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for an abandoned connection to close
    void abandon() {
        connection.closeAsync();
    }

    @Override
    public String toString() {
        return "RedisLink";
    }
}
