package org.boundsession.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.servers.TomcatProcess;

/** A WildFly of the distribution in a separate process, on free ports of 127.0.0.1, with its own base directory. */
final class WildFlyNode implements AutoCloseable {

    static final Path HOME = Path.of(System.getProperty("it.wildfly.home"));

    private static final String STARTED = "WFLYSRV0025";
    private static final long START_NANOS = 120_000_000_000L;
    private static final long PAUSE_NANOS = 200_000_000;

    private final Path base;
    private final int port;
    private final Process process;

    private WildFlyNode(Path base, int port, Process process) {
        this.base = base;
        this.port = port;
        this.process = process;
    }

    /** Makes a base directory from the distribution's configuration and the users of the tests. */
    static Path newBase(String name) {
        return newBase(name, HOME.resolve("standalone/configuration"));
    }

    /** Makes a base directory with the whole content of another. */
    static Path copyOf(Path base, String name) {
        Path copy = newBase(name, base.resolve("configuration"));
        copyTree(base.resolve("data"), copy.resolve("data"));
        copyTree(base.resolve("deployments"), copy.resolve("deployments"));
        return copy;
    }

    private static Path newBase(String name, Path configuration) {
        try {
            Path bases = Files.createDirectories(Path.of("target/bases").toAbsolutePath());
            Path base = Files.createTempDirectory(bases, name + "-");
            Files.createDirectory(base.resolve("lib"));
            copyTree(configuration, base.resolve("configuration"));
            return base;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyTree(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins the start of a node; {@link #awaitStart} returns when it has started. */
    static WildFlyNode begin(Path base, List<String> options, Map<String, String> environment) {
        int port = TomcatProcess.freePort();
        ProcessBuilder builder = new ProcessBuilder(command(base, port, options))
                .redirectErrorStream(true)
                .redirectOutput(console(base).toFile());
        builder.environment().putAll(environment);
        try {
            return new WildFlyNode(base, port, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path base, int port, List<String> options) {
        Path modules = HOME.resolve("modules");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.net.preferIPv4Stack=true",
                "-Djboss.modules.system.pkgs=org.jboss.byteman",
                "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.management/javax.management=ALL-UNNAMED",
                "--add-opens=java.naming/javax.naming=ALL-UNNAMED",
                "-Djboss.home.dir=" + HOME,
                "-Djboss.server.base.dir=" + base,
                "-Dlogging.configuration=file:" + base.resolve("configuration/logging.properties"),
                "-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"),
                "-jar",
                HOME.resolve("jboss-modules.jar").toString(),
                "-mp",
                modules.toString(),
                "org.jboss.as.standalone",
                "-c",
                "standalone-ha.xml",
                "-Djboss.bind.address=127.0.0.1",
                "-Djboss.bind.address.management=127.0.0.1",
                "-Djboss.bind.address.private=127.0.0.1",
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + TomcatProcess.freePort(),
                "-Djboss.ajp.port=" + TomcatProcess.freePort(),
                "-Djboss.management.http.port=" + TomcatProcess.freePort());
        return Stream.concat(command.stream(), options.stream()).toList();
    }

    private static Path console(Path base) {
        return base.resolve("console.log");
    }

    WildFlyNode awaitStart() {
        long end = System.nanoTime() + START_NANOS;
        while (!log().contains(STARTED)) {
            if (!process.isAlive() || System.nanoTime() - end >= 0) {
                close();
                throw new IllegalStateException("WildFly did not start:\n" + log());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return this;
    }

    Client client(String context) {
        return new Client("127.0.0.1", port, context);
    }

    /** Returns what the node has logged, its audit events included. */
    String log() {
        try {
            return Files.readString(console(base));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
