package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.RedisReplication;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten redeployments of a used application in a running Tomcat. */
class RedeployIT {

    private static final int TIMES = 10;
    private static final int DETECTION_MILLIS = 5_000;
    private static final int MAX_LOOKS = 20;
    private static final long PAUSE_NANOS = 500_000_000;
    private static final Pattern COMPLAINT =
            Pattern.compile("memory leak|failed to stop it|failed to unregister|SEVERE");

    @ParameterizedTest
    @ValueSource(strings = {"container", "jdbc"})
    void leavesNothingBehind(String store) {
        redeploy(store, "redis://127.0.0.1:6379");
    }

    @Test
    void leavesNothingBehindOfRedis() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redeploy("redis", redis.uri());
        }
    }

    @Test
    void leavesNothingBehindOfRedisWithSentinels() throws Exception {
        assumeTrue(
                RedisServer.installed().isPresent() || "true".equals(System.getenv("CI")),
                "redeployment with Sentinels is NOT tested: redis-server is not installed");
        try (RedisReplication redis = RedisReplication.start(DETECTION_MILLIS, List.of())) {
            redeploy("redis", redis.uri());
        }
    }

    private static void redeploy(String store, String redisUri) {
        Path war = Path.of(System.getProperty("it.war")).toAbsolutePath();
        TomcatProcess.Base base = TomcatProcess.configured("redeploy-" + store)
                .withoutAutoDeploy()
                .env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET)
                .env("BOUND_SESSION_STORE", store)
                .env("BOUND_SESSION_REDIS_URI", redisUri)
                .conf("Catalina/localhost/manager.xml", """
                <Context docBase="${catalina.home}/webapps/manager" privileged="true"/>
                """);
        try (TomcatProcess tomcat = base.start()) {
            Client manager = tomcat.client("/manager/text");
            Client client = tomcat.client("/app");
            for (int i = 0; i < TIMES; i++) {
                assertThat(command(
                                manager,
                                "/deploy?path=/app&update=true&war=file:"
                                        + war.toUri().getRawPath()))
                        .startsWith("OK");
                String session = client.login("general", "general-password", "my-own-secret-1")
                        .sessionId();
                Response response = client.send(
                        Request.get("/getemployeedetails").cookie(session).secret("my-own-secret-1"));
                assertThat(response.status()).isEqualTo(200);
            }

            assertThat(leaksOnceThreadsHaveEnded(manager)).startsWith("OK").doesNotContain("/app");
            assertThat(tomcat.logs()).contains("/app");
            assertThat(tomcat.logs().lines().filter(COMPLAINT.asPredicate())).isEmpty();
        }
    }

    /** A thread of Netty ends by itself a second after its last task. */
    private static String leaksOnceThreadsHaveEnded(Client manager) {
        String leaks = command(manager, "/findleaks?statusLine=true");
        for (int i = 0; i < MAX_LOOKS && leaks.contains("/app"); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            leaks = command(manager, "/findleaks?statusLine=true");
        }
        return leaks;
    }

    private static String command(Client manager, String target) {
        return manager.send(Request.get(target).basic("arquillian", "arquillian"))
                .body();
    }
}
