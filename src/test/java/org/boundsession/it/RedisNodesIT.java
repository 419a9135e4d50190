package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Tomcats on one Redis. */
@Timeout(240)
class RedisNodesIT {

    private static final String SECRET = DeployedWar.SECRET;

    private RedisServer redis;

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisServer.start();
    }

    @AfterEach
    void stopRedis() throws Exception {
        redis.close();
    }

    @Test
    void sharesSessionsBetweenNodesOverKillsAndAnOutage() throws Exception {
        TomcatProcess.Base baseOfA = base("redis-a");
        TomcatProcess a = baseOfA.start();
        try (TomcatProcess b = base("redis-b").start()) {
            Client clientOfA = a.client("");
            Client clientOfB = b.client("");

            String session =
                    clientOfA.login("general", "general-password", SECRET).sessionId();
            assertThat(call(clientOfB, session).status()).isEqualTo(200);
            a.kill();
            a = baseOfA.start();
            assertThat(call(clientOfA, session).status()).isEqualTo(200);

            redis.shutDown();
            List<Response> answers = List.of(
                    call(clientOfB, session),
                    call(clientOfB, session),
                    clientOfB.login("general", "general-password", SECRET),
                    clientOfB.send(Request.post("/logout").cookie(session).secret(SECRET)));
            redis.startAgain();
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.code()).isEqualTo("store_unavailable");
                assertThat(answer.headers("Set-Cookie")).isEmpty();
                assertThat(answer.headers("Retry-After")).hasSize(1);
            });
            assertThat(untilServed(clientOfB, session).status()).isEqualTo(200);

            assertThat(clientOfB
                            .send(Request.post("/logout").cookie(session).secret(SECRET))
                            .status())
                    .isEqualTo(204);
            assertThat(untilServed(clientOfA, session).code()).isEqualTo("login_required");
        } finally {
            a.close();
        }
    }

    private static Response untilServed(Client client, String session) {
        Response answer = call(client, session);
        for (int i = 0; i < 200 && answer.status() == 503; i++) {
            LockSupport.parkNanos(50_000_000);
            answer = call(client, session);
        }
        return answer;
    }

    private static Response call(Client client, String session) {
        return client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
    }

    private TomcatProcess.Base base(String name) {
        return TomcatProcess.configured(name)
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET)
                .env("BOUND_SESSION_STORE", "redis")
                .env("BOUND_SESSION_REDIS_URI", redis.uri());
    }
}
