package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Another one holds a lock on the whole table for long, as a backup or a change of the layout does. PostgreSQL does not
 * notice that a client has gone while it waits for a lock: each connection that is given up would stay, until other
 * applications get none.
 */
class LockedTableIT {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final SessionKey KEY = SessionKey.of("nobody's");
    private static final String WAITING = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    private static final String CLIENTS =
            "SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

    private static PostgresServer server;
    private static SessionDatabase database;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
        database = SessionDatabase.at(
                server.jdbcUrl(), Optional.of(server.user()), Optional.of(server.password()), TIMEOUT);
        try (JdbcSessionStore store = store(database.dataSource())) {
            store.ensureSchema();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        server.close();
    }

    @Test
    void costsNoMoreConnectionsThanThePoolHas() throws Exception {
        try (JdbcSessionStore store = store(database.dataSource())) {
            try (Lock lock = new Lock()) {
                for (int round = 0; round < 4; round++) {
                    Parallel.run(40, i -> unavailable(() -> store.findById(KEY)));
                    unavailable(store::probe);

                    assertThat(server.number(CLIENTS)).isLessThanOrEqualTo(SessionDatabase.CONNECTIONS + lock.own());
                }
                awaitNoneWaiting();
            }
            assertServes(store);
        }
    }

    /** A probe has statements that only the lock of a table without rows can hold up. */
    @Test
    void cancelsAProbeThatMayRead() throws Exception {
        try (JdbcSessionStore store = store(database.dataSource())) {
            store.probe();
            try (Lock lock = new Lock("SHARE ROW EXCLUSIVE")) {
                unavailable(store::probe);

                assertThat(lock.own()).isPositive();
                assertThat(server.number(WAITING)).isZero();
            }
            assertServes(store);
        }
    }

    /** What asks for the layout waits, too; and a locked table is no missing one. */
    @Test
    void startsWhileTheTableIsLocked() throws Exception {
        try (JdbcSessionStore store = store(database.dataSource())) {
            try (Lock lock = new Lock()) {
                long begin = System.nanoTime();
                assertThatCode(store::ensureSchema).doesNotThrowAnyException();

                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.multipliedBy(4));
                assertThat(lock.own()).isPositive();
                awaitNoneWaiting();
            }
            assertServes(store);
        }
    }

    /** As behind a firewall that lets no second connection of the driver through. */
    @Test
    void isEndedByTheServerIfNoCancellationArrives() throws Exception {
        DataSource deaf = proxy(DataSource.class, database.dataSource());
        try (JdbcSessionStore store = store(deaf)) {
            try (Lock lock = new Lock()) {
                Parallel.run(8, i -> unavailable(() -> store.findById(KEY)));

                assertThat(lock.own()).isPositive();
                awaitNoneWaiting();
            }
        }
        try (JdbcSessionStore store = store(database.dataSource())) {
            assertServes(store);
        }
    }

    /** The connections of the pool may be aborted, and are replaced one by one. */
    private static void assertServes(JdbcSessionStore store) {
        for (int attempt = 0; attempt < 50; attempt++) {
            try {
                store.probe();
                return;
            } catch (StoreUnavailableException notYet) {
                assertThat(notYet.isUnreachable()).isTrue();
            }
        }
        store.probe();
    }

    private static boolean unavailable(ThrowingCallable call) {
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(call)
                .matches(StoreUnavailableException::isUnreachable);
        return true;
    }

    /** The server's own limits begin with the statement, a little later than ours. */
    private static void awaitNoneWaiting() throws SQLException, InterruptedException {
        long end = System.nanoTime() + 4 * TIMEOUT.toNanos();
        while (server.number(WAITING) > 0) {
            assertThat(System.nanoTime() - end)
                    .as("somebody still waits for the lock")
                    .isNegative();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static JdbcSessionStore store(DataSource dataSource) {
        return new JdbcSessionStore(dataSource, "/", TIMEOUT, Clock.systemUTC());
    }

    private static final class Lock implements AutoCloseable {
        private final Connection connection = server.connect();

        Lock() throws SQLException {
            this("ACCESS EXCLUSIVE");
        }

        Lock(String mode) throws SQLException {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE bound_session IN " + mode + " MODE");
            }
        }

        /** The connection of the one who locks. */
        int own() {
            return 1;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** Cancels nothing. */
    private static <T> T proxy(Class<T> type, T original) {
        return type.cast(Proxy.newProxyInstance(
                LockedTableIT.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("cancel")) {
                        return null;
                    }
                    try {
                        return wrapped(method.getReturnType(), method.invoke(original, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static <T> Object wrapped(Class<T> type, Object result) {
        boolean leads = Connection.class == type || (Statement.class.isAssignableFrom(type) && result != null);
        return leads ? proxy(type, type.cast(result)) : result;
    }
}
