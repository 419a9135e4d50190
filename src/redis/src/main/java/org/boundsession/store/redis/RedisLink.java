package org.boundsession.store.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;

/**
 * An open connection to a server or to all nodes of a cluster, with the commands that both have. Each command names
 * one key, which leads it to its node. Thread-safe.
 */
record RedisLink(
        StatefulConnection<String, String> connection,
        RedisClusterCommands<String, String> sync,
        RedisClusterAsyncCommands<String, String> async) {

    static RedisLink of(StatefulRedisConnection<String, String> server) {
        return new RedisLink(server, server.sync(), server.async());
    }

    static RedisLink of(StatefulRedisClusterConnection<String, String> cluster) {
        return new RedisLink(cluster, cluster.sync(), cluster.async());
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
