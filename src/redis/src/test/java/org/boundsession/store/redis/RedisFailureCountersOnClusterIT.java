package org.boundsession.store.redis;

import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.boundsession.servers.RedisCluster;
import org.boundsession.store.FailureCountersContract;
import org.boundsession.store.SessionStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The counters of one attempt are on several servers, and the user has the least privileges. */
class RedisFailureCountersOnClusterIT extends FailureCountersContract {

    private static final int NODE_TIMEOUT_MILLIS = 1500;

    private static RedisCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        InstalledRedis.require();
        cluster = RedisCluster.start(
                NODE_TIMEOUT_MILLIS, AclUser.options("+cluster|nodes", "+cluster|myid", "+info", "+client|setname"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        RedisAddress address =
                RedisAddress.parse(cluster.uri(AclUser.USER_INFO)).orElseThrow();
        return new RedisSessionStore(address, SslOptions.create(), 0, application, Duration.ofSeconds(2), clock);
    }
}
