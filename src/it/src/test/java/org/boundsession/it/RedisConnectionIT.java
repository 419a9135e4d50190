package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.assertUnavailable;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.login;
import static org.boundsession.it.Calls.open;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.SelfSigned;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Tomcat on a Redis with TLS, the operating system's: which servers it trusts and how it authenticates. */
@Timeout(120)
class RedisConnectionIT {

    private static final String PASSWORD = "the-password-of-redis";
    private static final String WRONG_PASSWORD = "not-the-password-of-redis";

    @TempDir
    Path directory;

    @BeforeEach
    void requireRedis() {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                RedisServer.installed().isPresent() || "true".equals(System.getenv("CI")),
                "TLS and passwords of Redis are NOT tested: redis-server is not installed");
    }

    @Test
    void servesOverTlsByATrustedCertificate() throws Exception {
        SelfSigned certificate = SelfSigned.naming("ip:127.0.0.1", directory);
        try (RedisServer redis = RedisServer.startInstalledWithTls(certificate, "--requirepass", PASSWORD);
                Nodes nodes = Nodes.onRedis(redis.uri(":" + PASSWORD + "@"))) {
            TomcatProcess node = nodes.start(trusting(certificate, nodes));
            Client client = node.client("");

            String session = open(client);
            Response answer = call(client, session);

            assertThat(answer.status()).isEqualTo(200);
            node.close();
            assertThat(node.logs()).contains("login_granted").doesNotContain(PASSWORD);
        }
    }

    @Test
    void isUnavailableBehindACertificateThatNobodyTrusts() throws Exception {
        SelfSigned certificate = SelfSigned.naming("ip:127.0.0.1", directory);
        SelfSigned another = SelfSigned.naming("ip:127.0.0.1", Files.createDirectory(directory.resolve("another")));
        try (RedisServer redis = RedisServer.startInstalledWithTls(certificate);
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            Client client = nodes.start(trusting(another, nodes)).client("");

            assertUnavailable(login(client));
        }
    }

    @Test
    void isUnavailableBehindACertificateOfAnotherHost() throws Exception {
        SelfSigned certificate = SelfSigned.naming("dns:redis.example.com", directory);
        try (RedisServer redis = RedisServer.startInstalledWithTls(certificate);
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            Client client = nodes.start(trusting(certificate, nodes)).client("");

            assertUnavailable(login(client));
        }
    }

    @Test
    void servesAsTheUserWhomTheUriNames() throws Exception {
        try (RedisServer redis = RedisServer.startInstalled(
                        "--user",
                        "sessions",
                        "on",
                        ">" + PASSWORD,
                        "~bound-session:*",
                        "+@all",
                        "--user",
                        "default",
                        "off");
                Nodes nodes = Nodes.onRedis(redis.uri("sessions:" + PASSWORD + "@"))) {
            TomcatProcess node = nodes.start(nodes.base("redis-user"));
            Client client = node.client("");

            String session = open(client);
            Response answer = call(client, session);

            assertThat(answer.status()).isEqualTo(200);
            node.close();
            assertThat(node.logs()).contains("login_granted").doesNotContain(PASSWORD);
        }
    }

    @Test
    void doesNotStartWithAWrongPasswordAndDoesNotLogIt() throws Exception {
        try (RedisServer redis = RedisServer.startInstalled("--requirepass", PASSWORD);
                Nodes nodes = Nodes.onRedis(redis.uri(":" + WRONG_PASSWORD + "@"))) {
            TomcatProcess.Base base = nodes.base("redis-password");
            base.conf(
                    "logging.properties",
                    Files.readString(base.directory().resolve("conf/logging.properties"))
                            + "\norg.boundsession.level = ALL\n");
            TomcatProcess node = nodes.start(base);

            assertThat(login(node.client("")).status()).isEqualTo(404);

            node.close();
            assertThat(node.logs())
                    .contains(
                            "bound-session.redis-uri (environment variable BOUND_SESSION_REDIS_URI): the server refuses")
                    .doesNotContain(WRONG_PASSWORD);
        }
    }

    private static TomcatProcess.Base trusting(SelfSigned certificate, Nodes nodes) {
        return nodes.base("redis-tls")
                .jvm("-Djavax.net.ssl.trustStore=" + certificate.trustStore())
                .jvm("-Djavax.net.ssl.trustStorePassword=" + SelfSigned.TRUST_STORE_PASSWORD);
    }
}
