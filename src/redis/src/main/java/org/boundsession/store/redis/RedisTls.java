package org.boundsession.store.redis;

import io.lettuce.core.SslOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;
import org.boundsession.settings.Source;

/**
 * The files that TLS uses: whom to trust, instead of the Java runtime's certificate authorities, and the certificate
 * and private key with which this node authenticates. The host name of a server is always verified.
 */
final class RedisTls {

    static final Setting<Optional<String>> CA_FILE = Setting.optional(
            "redis-ca-file",
            Format.TEXT,
            "File with the certificates (PEM) of the authorities that Redis servers are trusted by. Empty: those of the"
                    + " Java runtime");
    static final Setting<Optional<String>> CERT_FILE = Setting.optional(
            "redis-cert-file",
            Format.TEXT,
            "File with this node's certificate and its chain (PEM), if Redis asks for one");
    static final Setting<Optional<String>> KEY_FILE = Setting.optional(
            "redis-key-file", Format.TEXT, "File with the private key (PEM, PKCS#8) of redis-cert-file");

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private RedisTls() {}

    /** @throws IllegalArgumentException if a file cannot be used; the message names the setting, not the path */
    static SslOptions options(Source settings, RedisAddress address) {
        return options(settings.get(CA_FILE), settings.get(CERT_FILE), settings.get(KEY_FILE), address.tls());
    }

    static SslOptions options(Optional<String> ca, Optional<String> cert, Optional<String> key, boolean tls) {
        ca.ifPresent(set -> requireTls(CA_FILE, tls));
        cert.ifPresent(set -> requireTls(CERT_FILE, tls));
        key.ifPresent(set -> requireTls(KEY_FILE, tls));
        if (cert.isPresent() != key.isPresent()) {
            Setting<?> missing = cert.isPresent() ? KEY_FILE : CERT_FILE;
            throw new IllegalArgumentException(
                    missing.parameter() + ": required, because certificate and private key are used together");
        }
        SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
        ca.ifPresent(file -> options.trustManager(trusting(certificates(CA_FILE, file))));
        cert.ifPresent(file -> options.keyManager(keys(certificates(CERT_FILE, file), key.orElseThrow())));
        return options.build();
    }

    private static void requireTls(Setting<?> setting, boolean tls) {
        if (!tls) {
            throw new IllegalArgumentException(setting.parameter()
                    + ": expected a redis-uri with TLS (rediss://, rediss-sentinel:// or rediss-cluster://)");
        }
    }

    private static List<? extends Certificate> certificates(Setting<?> setting, String file) {
        try {
            List<? extends Certificate> read = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(setting, file))));
            if (!read.isEmpty()) {
                return read;
            }
        } catch (GeneralSecurityException malformed) {
            throw unusable(setting, "certificates in PEM");
        }
        throw unusable(setting, "certificates in PEM");
    }

    private static byte[] read(Setting<?> setting, String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException(setting.parameter() + ": expected the path of a file that can be read");
        }
    }

    /** Without the cause, whose message may quote the content. */
    private static IllegalArgumentException unusable(Setting<?> setting, String expectation) {
        return new IllegalArgumentException(setting.parameter() + ": expected a file with " + expectation);
    }

    private static TrustManagerFactory trusting(List<? extends Certificate> authorities) {
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(CA_FILE, "certificates in PEM");
        }
    }

    private static KeyManagerFactory keys(List<? extends Certificate> chain, String keyFile) {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry(
                    "node", privateKey(chain.get(0), keyFile), NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw unusable(
                    KEY_FILE,
                    "the private key of redis-cert-file, in PEM, PKCS#8 and not encrypted (BEGIN PRIVATE KEY)");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static PrivateKey privateKey(Certificate certificate, String file) throws GeneralSecurityException {
        Matcher pem = KEY.matcher(new String(read(KEY_FILE, file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw unusable(KEY_FILE, "a private key");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        PrivateKey key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        requirePair(certificate.getPublicKey(), key);
        return key;
    }

    private static void requirePair(PublicKey certified, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        if (!signature.verify(signed)) {
            throw new InvalidKeyException("the key of another certificate");
        }
    }
}
