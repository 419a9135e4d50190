package org.boundsession.servers;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A Redis of its own on a free port of 127.0.0.1: the registry's binary, or the operating system's. */
public final class RedisServer implements AutoCloseable {

    private final Path home;
    private final String program;
    private final int port;
    private final boolean tls;
    private final List<String> options;
    private Process process;

    private RedisServer(Path home, String program, boolean tls, List<String> options) throws IOException {
        this.home = home;
        this.program = program;
        this.tls = tls;
        this.options = options;
        this.port = TomcatProcess.freePort();
        launch();
    }

    /** Redis 6.2 from the registry. */
    public static RedisServer start(String... options) throws IOException {
        Path home = Files.createTempDirectory("redis-test");
        String program = ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
        return new RedisServer(home, program, false, List.of(options));
    }

    /** Debian's, which is newer; empty where it is not installed. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/bin/redis-server", "/usr/local/bin/redis-server")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static RedisServer startInstalled(String... options) throws IOException {
        return startInstalled(false, List.of(options));
    }

    /** Debian's, which speaks TLS and nothing else; the registry's binary was built without. */
    public static RedisServer startInstalledWithTls(SelfSigned certificate, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--tls-cert-file",
                certificate.certificate().toString(),
                "--tls-key-file",
                certificate.key().toString(),
                "--tls-ca-cert-file",
                certificate.certificate().toString(),
                "--tls-auth-clients",
                "no"));
        all.addAll(List.of(options));
        return startInstalled(true, all);
    }

    private static RedisServer startInstalled(boolean tls, List<String> options) throws IOException {
        Path program = installed().orElseThrow(() -> new IOException("redis-server is not installed"));
        return new RedisServer(Files.createTempDirectory("redis-test"), program.toString(), tls, options);
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program,
                tls ? "--tls-port" : "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                home.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--daemonize",
                "no"));
        if (tls) {
            command.addAll(List.of("--port", "0"));
        }
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("redis.log").toFile())
                .start();
        awaitReady();
    }

    private void awaitReady() throws IOException {
        // Not by a PING: that would need TLS here and a password there.
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            if (Files.readString(home.resolve("redis.log")).contains("Ready to accept connections")) {
                return;
            }
            pauseBriefly();
        }
        throw new IOException(Files.readString(home.resolve("redis.log")));
    }

    private void pauseBriefly() {
        try {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String uri() {
        return uri("");
    }

    /** @param userInfo user and password as they stand before the host, with the {@code @} */
    public String uri(String userInfo) {
        return (tls ? "rediss://" : "redis://") + userInfo + "127.0.0.1:" + port;
    }

    /** Over a connection of its own. */
    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public void pause() {
        Signals.pause(pid());
    }

    public void resume() {
        Signals.resume(pid());
    }

    /** Ends the process and keeps its data. */
    public void shutDown() {
        if (process.isAlive()) {
            resume();
        }
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

    /** Gives it no chance to write anything. */
    public void crash() {
        Signals.kill(pid());
        process.onExit().join();
    }

    /** After {@link #shutDown} or {@link #crash}, on the port and with the data that it had. */
    public void startAgain() throws IOException {
        launch();
    }

    @Override
    public void close() throws IOException {
        shutDown();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
