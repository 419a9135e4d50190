package org.boundsession.it.history;

import java.io.IOException;
import java.sql.SQLException;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;

final class FaultyPostgres implements FaultyStore {

    private final PostgresServer postgres;
    private final int port;

    FaultyPostgres() throws IOException, SQLException {
        postgres = PostgresServer.startDurable();
        port = Integer.parseInt(postgres.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public TomcatProcess.Base configure(TomcatProcess.Base base, int reachedAt) {
        return base.env("BOUND_SESSION_STORE", "jdbc")
                .env("BOUND_SESSION_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + reachedAt + "/postgres")
                .env("BOUND_SESSION_JDBC_USER", postgres.user())
                .env("BOUND_SESSION_JDBC_PASSWORD", postgres.password());
    }

    @Override
    public void pause() {
        postgres.pause();
    }

    @Override
    public void resume() {
        postgres.resume();
    }

    @Override
    public void crash() throws IOException {
        postgres.crash();
    }

    @Override
    public void startAgain() throws IOException, SQLException {
        postgres.startAgain();
    }

    @Override
    public void refuseWrites() throws SQLException {
        postgres.execute("ALTER SYSTEM SET default_transaction_read_only = on");
        postgres.execute("SELECT pg_reload_conf()");
    }

    @Override
    public void acceptWrites() throws SQLException {
        postgres.execute("ALTER SYSTEM RESET default_transaction_read_only");
        postgres.execute("SELECT pg_reload_conf()");
    }

    @Override
    public long sessions() throws SQLException {
        return postgres.number("SELECT count(*) FROM bound_session WHERE ended_by IS NULL");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
