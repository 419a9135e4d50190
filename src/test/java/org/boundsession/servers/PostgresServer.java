package org.boundsession.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL from the registry's binaries. */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "postgres";

    private final EmbeddedPostgres postgres;
    private final long pid;

    private PostgresServer(EmbeddedPostgres postgres) throws SQLException {
        this.postgres = postgres;
        this.pid = postmasterOf(postgres);
    }

    public static PostgresServer start() throws IOException, SQLException {
        return new PostgresServer(EmbeddedPostgres.start());
    }

    public String jdbcUrl() {
        return postgres.getJdbcUrl(USER, USER);
    }

    public String user() {
        return USER;
    }

    public String password() {
        return USER;
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
        if (ProcessHandle.of(pid).isPresent()) {
            resume();
        }
        postgres.close();
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
