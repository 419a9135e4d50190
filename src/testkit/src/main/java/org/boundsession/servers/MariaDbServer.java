package org.boundsession.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mariadb.jdbc.Driver;

/** The operating system's MariaDB, if it is installed. */
public final class MariaDbServer implements AutoCloseable {
    private static final String DATABASE = "test";
    private static final String USER = "tester";
    private static final String PASSWORD = "tester-password";

    private final Path home;
    private final int port;
    private final Process process;

    private MariaDbServer(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    public static boolean isInstalled() {
        return Programs.find("mariadbd").isPresent()
                && Programs.find("mariadb-install-db").isPresent();
    }

    /**
     * Starts a server with an empty database.
     *
     * @throws IOException if MariaDB is not installed or does not start; the message names the reason
     */
    public static MariaDbServer start(String... options) throws IOException {
        return startAs(System.getProperty("user.name"), options);
    }

    /** @param user the user of the operating system that the server runs as and its files belong to */
    static MariaDbServer startAs(String user, String... options) throws IOException {
        Path home = Files.createTempDirectory(
                "mariadb-test", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setOwner(
                home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        Path data = home.resolve("data");
        installDatabase(user, home, data);
        int port = freePort();
        Process process = launch(user, home, data, port, options);
        awaitReady(process);
        return new MariaDbServer(home, port, process);
    }

    public String jdbcUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** Creates a user with the given privileges in the database. */
    public void createUser(String name, String password, String privileges) throws SQLException {
        try (Connection connection = connectAsRoot();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER '" + name + "'@'127.0.0.1' IDENTIFIED BY '" + password + "'");
            statement.execute("GRANT " + privileges + " ON " + DATABASE + ".* TO '" + name + "'@'127.0.0.1'");
        }
    }

    public Connection connectAsRoot() throws SQLException {
        Properties root = new Properties();
        root.setProperty("user", "root");
        return new Driver().connect(jdbcUrl(), root);
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

    public void stop() throws IOException {
        if (process.isAlive()) {
            resume();
            process.destroy();
        }
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        deleteHome();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private static void installDatabase(String user, Path home, Path data) throws IOException {
        Process install = new ProcessBuilder(as(
                        user,
                        Programs.command("mariadb-install-db"),
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--datadir=" + data))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("install.log").toFile())
                .start();
        if (exitValue(install) != 0) {
            throw new IOException(Files.readString(home.resolve("install.log")));
        }
    }

    private static Process launch(String user, Path home, Path data, int port, String... options) throws IOException {
        Path init = home.resolve("init.sql");
        Files.writeString(init, """
                CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS '%2$s'@'127.0.0.1' IDENTIFIED BY '%3$s';
                GRANT ALL ON %1$s.* TO '%2$s'@'127.0.0.1';
                """.formatted(DATABASE, USER, PASSWORD));
        List<String> command = as(
                user,
                Programs.command("mariadbd"),
                "--no-defaults",
                "--datadir=" + data,
                "--socket=" + home.resolve("socket"),
                "--pid-file=" + home.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=0",
                "--init-file=" + init);
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader log = process.inputReader();
        StringBuilder seen = new StringBuilder();
        String line = log.readLine();
        while (line != null && !line.contains("ready for connections")) {
            seen.append(line).append('\n');
            line = log.readLine();
        }
        if (line == null) {
            throw new IOException(seen.toString());
        }
        drain(log);
    }

    // A full pipe would stop the server.
    private static void drain(Reader log) {
        Thread drain = new Thread(() -> readToEnd(log), "mariadb-log");
        drain.setDaemon(true);
        drain.start();
    }

    private static void readToEnd(Reader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The server has ended, which closed the pipe.
            return;
        }
    }

    // Without the option mariadbd refuses to run as root.
    private static List<String> as(String user, String... command) {
        List<String> complete = new ArrayList<>(List.of(command));
        complete.add("--user=" + user);
        return complete;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int exitValue(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void deleteHome() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
