package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Tomcats on one Redis. */
@Timeout(240)
class RedisNodesIT {

    private RedisServer redis;
    private Nodes nodes;

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisServer.start();
        nodes = Nodes.onRedis(redis.uri());
    }

    @AfterEach
    void stopAll() throws Exception {
        nodes.close();
        redis.close();
    }

    @Test
    void sharesSessionsBetweenNodesAndOverKills() {
        TomcatProcess.Base baseOfA = nodes.base("redis-a");
        TomcatProcess a = nodes.start(baseOfA);
        Client clientOfA = a.client("");
        Client clientOfB = nodes.client("redis-b");

        String session = open(clientOfA);
        assertThat(call(clientOfB, session).status()).isEqualTo(200);
        a.kill();
        nodes.start(baseOfA);
        assertThat(call(clientOfA, session).status()).isEqualTo(200);
        assertThat(logout(clientOfB, session).status()).isEqualTo(204);

        assertThat(call(clientOfA, session).code()).isEqualTo("login_required");
    }

    @Test
    void losesNoSessionWhileNodesAreKilledInTurn() {
        List<Integer> served = new RollingKills(nodes).run();

        assertThat(served).allSatisfy(calls -> assertThat(calls).isPositive());
    }
}
