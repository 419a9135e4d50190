package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.open;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A proof that is recorded so slowly that the session expires meanwhile, as far as another node can know. */
@Timeout(180)
class SlowTouchIT {

    private static final int IDLE_SECONDS = 6;
    private static final long UNTIL_TOUCH_IS_DUE = 800_000_000;
    private static final long UNTIL_EXPIRY = 6_500_000_000L;
    private static final long PAUSE_NANOS = 50_000_000;
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = '" + Nodes.ROLE + "'";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void saysOnBothNodesTheSameAboutASessionThatIsTouchedWhileItExpires() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            Client a = nodes.start(shortLived(nodes, "a")).client("");
            Client b = nodes.start(shortLived(nodes, "b")).client("");
            String session = open(a);
            pause(UNTIL_TOUCH_IS_DUE);

            CompletableFuture<Response> touching;
            CompletableFuture<Response> meanwhile;
            try (Connection locked = lockRow(postgres)) {
                touching = CompletableFuture.supplyAsync(() -> call(a, session), threads);
                awaitWaiting(postgres, 1, touching);
                assertThat(touching).as("waits for the row").isNotDone();
                pause(UNTIL_EXPIRY);
                meanwhile = CompletableFuture.supplyAsync(() -> call(b, session), threads);
                awaitWaiting(postgres, 2, meanwhile);
                locked.rollback();
            }
            List<Response> answers = List.of(touching.join(), meanwhile.join());
            List<Response> after = Parallel.run(2, i -> call(i == 0 ? a : b, session));

            assertThat(answers).extracting(Response::status).isSubsetOf(200, 401);
            int status = answers.get(0).status();
            assertThat(answers).extracting(Response::status).containsOnly(status);
            assertThat(after).extracting(Response::status).containsOnly(status);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Connection lockRow(PostgresServer postgres) throws SQLException {
        Connection connection = postgres.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT session_key FROM bound_session FOR UPDATE");
        }
        return connection;
    }

    /** Returns when so many statements wait for the row, or when the call was answered without a wait. */
    private static void awaitWaiting(PostgresServer postgres, int statements, CompletableFuture<Response> call)
            throws SQLException {
        while (!call.isDone() && postgres.number(WAITING) < statements) {
            pause(PAUSE_NANOS);
        }
    }

    private static TomcatProcess.Base shortLived(Nodes nodes, String name) {
        return nodes.baseIdleFor(IDLE_SECONDS, name).env("BOUND_SESSION_STORE_TIMEOUT", "30000");
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
