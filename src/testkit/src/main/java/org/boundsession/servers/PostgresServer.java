package org.boundsession.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.Driver;

/** A PostgreSQL server from binaries in the Maven repository. */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "postgres";

    private final Path home;
    private final boolean durable;
    private EmbeddedPostgres postgres;
    private long pid;

    private PostgresServer(Path home, boolean durable, EmbeddedPostgres postgres) throws SQLException {
        this.home = home;
        this.durable = durable;
        this.postgres = postgres;
        this.pid = postmasterOf(postgres);
    }

    public static PostgresServer start() throws IOException, SQLException {
        return start(false);
    }

    /** Starts a server with PostgreSQL's default durability: what is committed survives a crash. */
    public static PostgresServer startDurable() throws IOException, SQLException {
        return start(true);
    }

    private static PostgresServer start(boolean durable) throws IOException, SQLException {
        Path home = Files.createTempDirectory("postgres-test");
        return new PostgresServer(home, durable, on(home, durable).start());
    }

    private static EmbeddedPostgres.Builder on(Path home, boolean durable) throws SQLException {
        // A pool that was closed before has deregistered the driver.
        DriverManager.registerDriver(new Driver());
        return EmbeddedPostgres.builder()
                .setDataDirectory(home.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", durable ? "on" : "off")
                .setServerConfig("synchronous_commit", durable ? "on" : "off")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements");
    }

    /** Stops the server; its data is kept. */
    public void shutDown() throws IOException {
        if (ProcessHandle.of(pid).isPresent()) {
            resume();
        }
        postgres.close();
    }

    /** Kills all processes of the server, so that none can write anything. */
    public void crash() throws IOException {
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        Signals.kill(pid);
        server.onExit().join();
        postgres.close();
    }

    /** Starts the server after {@link #shutDown} or {@link #crash}, with the same port and data. */
    public void startAgain() throws IOException, SQLException {
        postgres = on(home, durable).setPort(postgres.getPort()).start();
        pid = postmasterOf(postgres);
    }

    public String jdbcUrl() {
        return postgres.getJdbcUrl(USER, USER);
    }

    public int port() {
        return postgres.getPort();
    }

    public String user() {
        return USER;
    }

    public String password() {
        return USER;
    }

    /** Lets nobody but the superuser connect without a password any more. */
    public void requirePasswords() throws IOException, SQLException {
        Files.writeString(home.resolve("data/pg_hba.conf"), """
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        execute("SELECT pg_reload_conf()");
    }

    /** Connects as a superuser. */
    public Connection connect() throws SQLException {
        return new Driver().connect(jdbcUrl(), new Properties());
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the first column of each row as text. */
    public List<String> texts(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** Returns the result of a query for a single number. */
    public long number(String sql) throws SQLException {
        return Long.parseLong(texts(sql).get(0));
    }

    public long pid() {
        return pid;
    }

    public void pause() {
        Signals.pause(pid);
    }

    public void resume() {
        Signals.resume(pid);
    }

    public void stop() throws IOException {
        shutDown();
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private static long postmasterOf(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet backend = statement.executeQuery("SELECT pg_backend_pid()")) {
            backend.next();
            return ProcessHandle.of(backend.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .pid();
        }
    }
}
