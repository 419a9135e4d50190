package org.boundsession.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The operating system's pgbouncer, if it is installed, in front of a PostgreSQL server. It pools transactions: each
 * one of a client may run on another connection to the server.
 */
public final class PgBouncer implements AutoCloseable {

    private static final int SERVER_CONNECTIONS = 4;
    private static final long START_SECONDS = 10;

    private final Path home;
    private final Process process;
    private final String url;

    private PgBouncer(Path home, Process process, String url) {
        this.home = home;
        this.process = process;
        this.url = url;
    }

    public static boolean isInstalled() {
        return Programs.find("pgbouncer").isPresent();
    }

    /** @throws IOException if pgbouncer is not installed or does not start */
    public static PgBouncer before(PostgresServer server) throws IOException {
        Path home = Files.createTempDirectory(
                "pgbouncer-test", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        int port = freePort();
        Path configuration = home.resolve("pgbouncer.ini");
        Files.writeString(configuration, configuration(server, port));
        Process process = new ProcessBuilder(command(configuration))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        PgBouncer started = new PgBouncer(home, process, server.jdbcUrl().replaceFirst(":\\d+/", ":" + port + "/"));
        started.awaitReady(port);
        return started;
    }

    private static String configuration(PostgresServer server, int port) {
        return """
                [databases]
                * = host=127.0.0.1 port=%d user=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits
                """.formatted(server.port(), server.user(), port, SERVER_CONNECTIONS);
    }

    /** It refuses to run as root. */
    private static List<String> command(Path configuration) throws IOException {
        List<String> command = new ArrayList<>(List.of(Programs.command("pgbouncer")));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(configuration.toString());
        return command;
    }

    private void awaitReady(int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                String log = Files.readString(home.resolve("log"));
                close();
                throw new IOException(log);
            }
            Thread.onSpinWait();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns the URL of the server's database through the pooler. */
    public String jdbcUrl() {
        return url;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
