package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.SelfSigned;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis whose certificate a private authority has signed, and which asks for a certificate. */
class RedisTlsIT {

    /** The first TLS handshake of a JVM is slow. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    static Path directory;

    private static SelfSigned ofServer;
    private static SelfSigned ofNode;
    private static RedisServer server;

    @BeforeAll
    static void start() throws Exception {
        InstalledRedis.require();
        ofServer = SelfSigned.naming("ip:127.0.0.1", Files.createDirectory(directory.resolve("server")));
        ofNode = SelfSigned.naming("dns:node", Files.createDirectory(directory.resolve("node")));
        server = RedisServer.startInstalledWithTls(
                ofServer,
                "--tls-auth-clients",
                "yes",
                "--tls-ca-cert-file",
                ofNode.certificate().toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void servesByItsOwnAuthorityANodeWithACertificate() {
        try (SessionStore store = open(text(ofServer.certificate()), text(ofNode.certificate()), text(ofNode.key()))) {
            store.probe();
        }
    }

    @Test
    void isNotTrustedByAnotherAuthority() {
        for (Optional<String> authority : List.of(NONE, text(ofNode.certificate()))) {
            try (SessionStore store = open(authority, text(ofNode.certificate()), text(ofNode.key()))) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(store::probe)
                        .withMessageContaining("certificate is not trusted, see bound-session.redis-ca-file");
            }
        }
    }

    @Test
    void refusesANodeWithoutItsCertificate() {
        try (SessionStore none = open(text(ofServer.certificate()), NONE, NONE);
                SessionStore unknown =
                        open(text(ofServer.certificate()), text(ofServer.certificate()), text(ofServer.key()))) {
            for (SessionStore store : List.of(none, unknown)) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(store::probe)
                        .withMessageContaining("see bound-session.redis-cert-file");
            }
        }
    }

    private static Optional<String> text(Path file) {
        return Optional.of(file.toString());
    }

    private static SessionStore open(Optional<String> ca, Optional<String> cert, Optional<String> key) {
        return new RedisSessionStore(
                RedisAddress.parse(server.uri()).orElseThrow(),
                RedisTls.options(ca, cert, key, true),
                0,
                "/",
                TIMEOUT,
                Clock.systemUTC());
    }
}
