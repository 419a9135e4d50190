package org.boundsession.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL that keeps what it has committed, as one in production does: the tests' library switches fsync and
 * synchronous_commit off, this switches both on again. Its data lie on the disk below {@code target}, not in a temporary
 * file system, and each contender has a database of its own.
 */
final class Postgres implements AutoCloseable {

    private static final String USER = "postgres";

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static Postgres start() throws IOException, SQLException {
        Path data = Files.createDirectories(Path.of("target/bench/postgres")).toAbsolutePath();
        Postgres started = new Postgres(EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .start());
        started.execute("CREATE EXTENSION pg_stat_statements");
        started.countStatements(false);
        return started;
    }

    /** A contender's database. */
    record Database(String host, int port, String name) {

        String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + name;
        }

        String url() {
            return "postgres://" + USER + "@" + host + ":" + port + "/" + name;
        }

        String user() {
            return USER;
        }

        String password() {
            return USER;
        }
    }

    Database newDatabase(String name) throws SQLException {
        execute("CREATE DATABASE " + name);
        return database(name);
    }

    Database database(String name) {
        return new Database("127.0.0.1", server.getPort(), name);
    }

    /** Statements and commits of one database since it was made. */
    record Counts(long statements, long commits) {}

    void countStatements(boolean on) throws SQLException {
        execute("ALTER SYSTEM SET pg_stat_statements.track = " + (on ? "top" : "none"));
        execute("SELECT pg_reload_conf()");
    }

    Counts counts(String database) throws SQLException {
        return new Counts(
                number("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s, pg_database d"
                        + " WHERE s.dbid = d.oid AND d.datname = '" + database + "'"
                        + " AND query !~* '^(begin|commit|start transaction|set |show )'"),
                number("SELECT xact_commit FROM pg_stat_database WHERE datname = '" + database + "'"));
    }

    /** An idle backend tells what it has counted ten seconds late. */
    static void awaitCounts() throws InterruptedException {
        TimeUnit.SECONDS.sleep(11);
    }

    String version() throws SQLException {
        return text("SHOW server_version") + ", fsync " + text("SHOW fsync") + ", synchronous_commit "
                + text("SHOW synchronous_commit") + ", full_page_writes " + text("SHOW full_page_writes");
    }

    void execute(String sql) throws SQLException {
        executeIn(USER, sql);
    }

    void executeIn(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase(USER, database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
