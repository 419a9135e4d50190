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

/** A Redis server on a free port of 127.0.0.1: the binary in the Maven repository, or the operating system's. */
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

    /** Starts Redis 6.2 from the Maven repository. */
    public static RedisServer start(String... options) throws IOException {
        Path home = Files.createTempDirectory("redis-test");
        String program = ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
        return new RedisServer(home, program, false, List.of(options));
    }

    /** Returns the operating system's Redis, which is newer; empty if it is not installed. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/bin/redis-server", "/usr/local/bin/redis-server")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static RedisServer startInstalled(String... options) throws IOException {
        return startInstalled(false, List.of(options));
    }

    /** Starts the operating system's Redis with TLS only; the binary in the Maven repository was built without TLS. */
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
        // Not by PING, which would need TLS or a password on some servers.
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

    /** @param userInfo user and password in the syntax of a URI, with the {@code @}; empty for none */
    public String uri(String userInfo) {
        return (tls ? "rediss://" : "redis://") + userInfo + "127.0.0.1:" + port;
    }

    /** Runs commands over a separate connection. */
    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }

    /** Returns whether it is a replica that has all data of its master, or a master with such a replica. */
    boolean isReplicated() {
        String info = ask(redis -> redis.info("replication"));
        return info.contains("role:slave") ? info.contains("master_link_status:up") : info.contains("state=online");
    }

    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.isAlive();
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

    /** Stops the server; its data is kept. */
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

    /** Kills the server, so that it cannot write anything. */
    public void crash() {
        Signals.kill(pid());
        process.onExit().join();
    }

    /** Starts the server after {@link #shutDown} or {@link #crash}, with the same port and data. */
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
