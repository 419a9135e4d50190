package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.boundsession.servers.SelfSigned;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest {

    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    static Path directory;

    private static Optional<String> certificate;
    private static Optional<String> key;
    private static Optional<String> noPem;

    @BeforeAll
    static void write() throws Exception {
        SelfSigned made = SelfSigned.naming("ip:127.0.0.1", directory);
        certificate = Optional.of(made.certificate().toString());
        key = Optional.of(made.key().toString());
        noPem = Optional.of(
                Files.writeString(directory.resolve("no.pem"), "S3cret").toString());
    }

    @Test
    void readsCertificatesAndKey() {
        assertThat(RedisTls.options(certificate, certificate, key, true)).isNotNull();
        assertThat(RedisTls.options(NONE, NONE, NONE, false)).isNotNull();
    }

    @Test
    void refusesFilesThatCannotBeUsed() {
        Optional<String> missing = Optional.of(directory.resolve("missing.pem").toString());

        refuses(missing, NONE, NONE, "bound-session.redis-ca-file: expected the path of a file that can be read");
        refuses(noPem, NONE, NONE, "bound-session.redis-ca-file: expected a file with certificates in PEM");
        refuses(key, NONE, NONE, "bound-session.redis-ca-file: expected a file with certificates in PEM");
        refuses(NONE, missing, key, "bound-session.redis-cert-file: expected the path of a file that can be read");
        refuses(NONE, certificate, missing, "bound-session.redis-key-file: expected a file with the private key");
        refuses(NONE, certificate, noPem, "bound-session.redis-key-file: expected a file with the private key");
        refuses(NONE, certificate, certificate, "bound-session.redis-key-file: expected a file with the private key");
    }

    @Test
    void refusesACertificateWithoutItsKeyAndAKeyWithoutItsCertificate() {
        refuses(NONE, certificate, NONE, "bound-session.redis-key-file: required");
        refuses(NONE, NONE, key, "bound-session.redis-cert-file: required");
    }

    @Test
    void refusesAnotherCertificatesKey() throws Exception {
        SelfSigned another = SelfSigned.naming("ip:127.0.0.1", Files.createDirectory(directory.resolve("another")));

        refuses(
                NONE,
                certificate,
                Optional.of(another.key().toString()),
                "bound-session.redis-key-file: expected a file with the private key of redis-cert-file");
    }

    @Test
    void refusesFilesWithoutTls() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTls.options(certificate, NONE, NONE, false))
                .withMessageContaining("bound-session.redis-ca-file: expected a redis-uri with TLS");
    }

    private static void refuses(Optional<String> ca, Optional<String> cert, Optional<String> keyFile, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTls.options(ca, cert, keyFile, true))
                .withNoCause()
                .withMessageStartingWith(message)
                .satisfies(refused -> assertThat(refused.getMessage())
                        .doesNotContain("S3cret")
                        .doesNotContain(directory.toString()));
    }
}
