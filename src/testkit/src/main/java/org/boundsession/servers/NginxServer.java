package org.boundsession.servers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.boundsession.guide.Guide;
import org.boundsession.http.Client;

/**
 * The operating system's nginx in front of a Tomcat, with the configuration of the guide except for ports and files. It
 * connects to Tomcat from {@value #ADDRESS}, so that Tomcat can distinguish it from a client that connects directly.
 * Not thread-safe.
 */
public final class NginxServer implements Closeable {

    /** The address from which it connects to Tomcat. */
    public static final String ADDRESS = "127.0.0.2";

    private static final String DOCUMENT = "installing.md";
    private static final long START_SECONDS = 20;

    private final Path home;
    private final int tlsPort;
    private final int plainPort;
    private final Process process;

    private NginxServer(Path home, int tlsPort, int plainPort, Process process) {
        this.home = home;
        this.tlsPort = tlsPort;
        this.plainPort = plainPort;
        this.process = process;
    }

    public static boolean isInstalled() {
        return Programs.find("nginx").isPresent() && Programs.find("openssl").isPresent();
    }

    /**
     * Starts one proxy with TLS and one without, and returns when both listen.
     *
     * @throws IllegalStateException if it does not start; the message names the reason
     */
    public static NginxServer before(int tomcatPort) {
        return start(tomcatPort, Guide.block(DOCUMENT, "### nginx before the overlay", "nginx"));
    }

    /** Starts it with HTTP/2 beside HTTP/1.1 on its port with TLS. */
    public static NginxServer withHttp2(int tomcatPort) {
        String configuration = Guide.block(DOCUMENT, "### nginx before the overlay", "nginx");
        return start(tomcatPort, configuration, " ssl http2;");
    }

    /** Starts it in front of an application at /bound-session that clients reach at /portal. */
    public static NginxServer withPrefix(int tomcatPort) {
        return start(tomcatPort, Guide.block(DOCUMENT, "### nginx with another prefix", "nginx"));
    }

    private static NginxServer start(int tomcatPort, String configuration) {
        return start(tomcatPort, configuration, " ssl;");
    }

    private static NginxServer start(int tomcatPort, String configuration, String listening) {
        int tlsPort = TomcatProcess.freePort();
        int plainPort = TomcatProcess.freePort();
        try {
            Path bases = Files.createDirectories(Path.of("target", "bases").toAbsolutePath());
            Path home = Files.createTempDirectory(bases, "nginx-");
            makeCertificate(home);
            configure(home, configuration, listening, tomcatPort, tlsPort, plainPort);
            Process process = run(
                    home,
                    Programs.command("nginx"),
                    "-p",
                    home.toString(),
                    "-c",
                    home.resolve("nginx.conf") + "",
                    "-e",
                    "error.log");
            NginxServer server = new NginxServer(home, tlsPort, plainPort, process);
            server.await(tlsPort);
            server.await(plainPort);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void configure(
            Path home, String configuration, String listening, int tomcatPort, int tlsPort, int plainPort)
            throws IOException {
        String tls = Guide.replaced(
                configuration,
                "server 127.0.0.1:8086;",
                "server 127.0.0.1:" + tomcatPort + ";",
                "listen 443 ssl;",
                "listen 127.0.0.1:" + tlsPort + listening,
                "/etc/ssl/sessions.example.com.pem",
                "certificate.pem",
                "/etc/ssl/sessions.example.com.key",
                "key.pem",
                "proxy_bind 127.0.0.2;",
                "proxy_bind " + ADDRESS + ";");
        // The same server without TLS.
        String server = tls.substring(tls.indexOf("\nserver {"));
        String plain = Guide.replaced(
                server.replaceAll("(?m)^ *ssl_.*\n", ""),
                "listen 127.0.0.1:" + tlsPort + listening,
                "listen 127.0.0.1:" + plainPort + ";");
        Files.writeString(home.resolve("nginx.conf"), """
                user %s;
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                events {}
                http {
                    access_log access.log;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                %s
                %s
                }
                """.formatted(System.getProperty("user.name"), tls, plain));
    }

    private static void makeCertificate(Path home) throws IOException {
        Process openssl = run(
                home,
                Programs.command("openssl"),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                "key.pem",
                "-out",
                "certificate.pem");
        try {
            if (openssl.waitFor() != 0) {
                throw new IllegalStateException("no certificate: " + Files.readString(home.resolve("console.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Process run(Path home, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console.log").toFile())
                .start();
    }

    private void await(int port) {
        for (long i = 0; i < START_SECONDS * 20 && process.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException notYet) {
                pause();
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("nginx did not start:\n" + logs());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a client of the proxy with TLS that trusts its certificate. */
    public Client tlsClient() {
        return new Client("127.0.0.1", tlsPort, "").over(trustingItsCertificate());
    }

    /** Returns a client of the proxy without TLS. */
    public Client plainClient() {
        return new Client("127.0.0.1", plainPort, "");
    }

    /** Returns the port with TLS. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Returns TLS that trusts its certificate, which names localhost. */
    public SSLContext trustingItsCertificate() {
        try (InputStream pem = Files.newInputStream(home.resolve("certificate.pem"))) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("nginx", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate cannot be trusted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its output at start and its error log. */
    public String logs() {
        try {
            Path errors = home.resolve("error.log");
            return Files.readString(home.resolve("console.log"))
                    + (Files.exists(errors) ? Files.readString(errors) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // The master ends its worker.
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
