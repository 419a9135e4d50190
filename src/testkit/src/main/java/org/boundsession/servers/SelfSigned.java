package org.boundsession.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A server's private key and self-signed certificate, created by the JDK's keytool.
 *
 * @param key the private key, PKCS#8 in PEM
 * @param certificate the certificate in PEM
 * @param trustStore a PKCS#12 store with the certificate only, under the password {@value #TRUST_STORE_PASSWORD}
 */
public record SelfSigned(Path key, Path certificate, Path trustStore) {

    public static final String TRUST_STORE_PASSWORD = "trust-store-password";

    private static final String ALIAS = "server";

    /**
     * @param name the subject alternative name in keytool's syntax: {@code ip:127.0.0.1}, {@code dns:redis.example.com}
     */
    public static SelfSigned naming(String name, Path directory) throws IOException, GeneralSecurityException {
        char[] password = TRUST_STORE_PASSWORD.toCharArray();
        Path both = directory.resolve("key.p12");
        generate(name, both);
        KeyStore made = KeyStore.getInstance(both.toFile(), password);
        SelfSigned written = new SelfSigned(
                directory.resolve("key.pem"), directory.resolve("certificate.pem"), directory.resolve("trust.p12"));
        writePem(written.key, "PRIVATE KEY", made.getKey(ALIAS, password).getEncoded());
        writePem(written.certificate, "CERTIFICATE", made.getCertificate(ALIAS).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, password);
        trusted.setCertificateEntry(ALIAS, made.getCertificate(ALIAS));
        try (OutputStream out = Files.newOutputStream(written.trustStore)) {
            trusted.store(out, password);
        }
        return written;
    }

    private static void generate(String name, Path keyStore) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=bound-session test",
                        "-ext",
                        "san=" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        TRUST_STORE_PASSWORD,
                        "-keystore",
                        keyStore.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(keyStore)) {
            throw new IOException("keytool made no key: " + said);
        }
    }

    private static void writePem(Path file, String kind, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines));
    }
}
