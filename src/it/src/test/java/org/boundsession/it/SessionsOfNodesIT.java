package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Listed.handleOf;

import org.boundsession.http.Client;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Tomcats on one store: the operator of one sees and ends the sessions of the other. */
@Timeout(120)
class SessionsOfNodesIT {

    @Test
    void areSeenAndEndedOnPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            seeAndEnd(nodes);
        }
    }

    @Test
    void areSeenAndEndedOnRedis() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            seeAndEnd(nodes);
        }
    }

    private static void seeAndEnd(Nodes nodes) {
        TomcatProcess a = nodes.start(nodes.base("a").env("BOUND_SESSION_NODE", "web-a"));
        TomcatProcess b = nodes.start(nodes.base("b").env("BOUND_SESSION_NODE", "web-b"));
        Client clientOfA = a.client("");
        Client clientOfB = b.client("");
        String operator = DeployedWar.patientLogin(clientOfA, "operator", DeployedWar.SECRET)
                .sessionId();
        String first = Calls.open(clientOfB);
        String second = Calls.open(clientOfB);

        Listed page = Listed.by(clientOfA, operator, "/admin/sessions?user=general");
        assertThat(page.handles()).containsExactlyInAnyOrder(handleOf(first), handleOf(second));
        assertThat(page.response().body()).contains("\"node\":\"web-b\"").doesNotContain("web-a");
        assertThat(Listed.by(clientOfB, operator, "/admin/sessions").handles())
                .containsExactlyInAnyOrder(handleOf(first), handleOf(second), handleOf(operator));

        assertThat(Listed.end(clientOfA, operator, "/admin/sessions/" + handleOf(first))
                        .status())
                .isEqualTo(204);
        assertThat(Calls.call(clientOfB, first).code()).isEqualTo("login_required");
        assertThat(Calls.call(clientOfB, second).status()).isEqualTo(200);
        assertThat(Listed.end(clientOfA, operator, "/admin/sessions?user=GENERAL")
                        .body())
                .isEqualTo("{\"ended\":1}");
        assertThat(Calls.call(clientOfB, second).code()).isEqualTo("login_required");
        assertThat(Listed.by(clientOfB, operator, "/admin/sessions?user=general")
                        .handles())
                .isEmpty();
        nodes.close();
        assertRevoked(a, first);
        assertRevoked(a, second);
        assertThat(b.auditLog()).doesNotContain("session_revoked");
    }

    private static void assertRevoked(TomcatProcess node, String session) {
        String digest = handleOf(session).substring(0, 16);
        assertThat(node.auditLog().lines().filter(line -> line.contains("session_revoked") && line.contains(digest)))
                .singleElement()
                .asString()
                .contains("ended by operator", "127.0.0.1");
    }
}
