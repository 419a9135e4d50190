package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.StoreUnavailableException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools whose connections fail, as after a restart of the server. */
@Timeout(60)
class ConnectionsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String BROKEN = "08006";

    private final JdbcDataSource h2 = new JdbcDataSource();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Connections connections;
    private volatile String sqlState = BROKEN;
    private volatile int failing;

    ConnectionsTest() throws SQLException {
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        connections = new Connections(Pools.handing(h2, connection -> {}), LONG);
        connections.call(call -> true);
    }

    @AfterEach
    void close() throws SQLException {
        connections.close();
        try (Connection connection = h2.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    /** Fails as often as the test says, on a connection that the pool took for good. */
    private boolean ask(TimedCall call) throws SQLException {
        if (attempts.incrementAndGet() <= failing) {
            throw new SQLException("broken by the test", sqlState);
        }
        try (PreparedStatement select = call.prepareStatement("SELECT 1 FROM bound_session WHERE 1 = 0")) {
            return !select.executeQuery().next();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, SessionDatabase.CONNECTIONS})
    void readsOverTheNextConnectionHoweverManyAreBroken(int broken) {
        failing = broken;

        assertThat(connections.read(this::ask)).isTrue();
        assertThat(attempts).hasValue(broken + 1);
    }

    @Test
    void callsTheDatabaseDownOnceAsManyConnectionsAreBrokenAsAPoolHolds() {
        failing = Integer.MAX_VALUE;

        assertUnreachable(() -> connections.read(this::ask));
        assertThat(attempts).hasValue(SessionDatabase.CONNECTIONS + 1);
    }

    /** The server may have done what the broken connection asked. */
    @Test
    void repeatsNoWrite() {
        failing = 1;

        assertUnreachable(() -> connections.call(this::ask));
        assertThat(attempts).hasValue(1);
    }

    /** The database has rolled back what the work did. */
    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void repeatsAWriteThatMetAnother(String state) {
        sqlState = state;
        failing = 3;

        assertThat(connections.call(this::ask)).isTrue();
        assertThat(attempts).hasValue(4);
    }

    @Test
    void repeatsATransactionThatMetAnother() {
        sqlState = "40001";
        failing = 2;

        assertThat(connections.<Boolean>call(call -> Transaction.run(call, this::ask)))
                .isTrue();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void repeatsABatchWhoseReasonIsInALaterException() {
        assertThat(Conflicts.isConflict(batch(new SQLException("deadlock", "HY000", 1213))))
                .isTrue();
        assertThat(Conflicts.isConflict(batch(new SQLException("a key", "23505"))))
                .isFalse();
    }

    private static SQLException batch(SQLException reason) {
        SQLException batch = new BatchUpdateException();
        batch.setNextException(reason);
        return batch;
    }

    @Test
    void givesUpWorkThatMeetsOthersAgainAndAgain() {
        sqlState = "40001";
        failing = Integer.MAX_VALUE;

        assertThatThrownBy(() -> connections.call(this::ask))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isUnreachable()).isFalse())
                .hasMessageContaining("40001");
        assertThat(attempts.get()).isBetween(2, 20);
    }

    @Test
    void repeatsNoReadThatTheServerRefuses() {
        sqlState = "42501";
        failing = 1;

        assertThatThrownBy(() -> connections.read(this::ask))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isUnreachable()).isFalse())
                .hasMessageContaining("42501")
                .hasMessageNotContaining("broken by the test");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void leavesAProgrammersMistakeAsItIs() {
        assertThatIllegalStateException()
                .isThrownBy(() -> connections.call(call -> {
                    throw new IllegalStateException("the key is taken");
                }))
                .withMessage("the key is taken");
    }

    @Test
    void callsADatabaseDownThatRefusesConnections() {
        DataSource refusing = Pools.handing(h2, connection -> {
            throw new SQLException("too many connections", "53300");
        });
        try (Connections none = new Connections(refusing, LONG)) {
            assertUnreachable(() -> none.call(this::ask));
        }
        assertThat(attempts).hasValue(0);
    }

    @Test
    void keepsTheInterruptOfACallerWhoWaitsForAConnection() {
        DataSource exhausted = Pools.handing(h2, connection -> awaitInterrupt());
        try (Connections fresh = new Connections(exhausted, LONG)) {
            Thread.currentThread().interrupt();

            assertUnreachable(() -> fresh.call(this::ask));

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void awaitInterrupt() throws SQLException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", e);
        }
    }

    @Test
    void undoesStatementsOfATransactionThatFails() throws SQLException {
        connections.call(call -> execute(call, "CREATE TABLE undone (x INT)"));

        assertUnreachable(() -> connections.call(call -> Transaction.run(call, same -> {
            execute(same, "INSERT INTO undone VALUES (1)");
            throw new SQLException("broken by the test", BROKEN);
        })));

        assertThat(connections.<Boolean>call(call -> {
                    try (PreparedStatement select = call.prepareStatement("SELECT x FROM undone")) {
                        return select.executeQuery().next();
                    }
                }))
                .isFalse();
    }

    /** As a pool of the container's may be set up. */
    @Test
    void leavesConnectionsWithoutAutoCommitAsTheyWere() throws SQLException {
        try (Connection kept = h2.getConnection()) {
            kept.setAutoCommit(false);
            DataSource pool = (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> unclosed(kept));
            try (Connections over = new Connections(pool, LONG)) {
                over.call(call -> execute(call, "CREATE TABLE IF NOT EXISTS written (x INT)"));
                over.call(call -> execute(call, "INSERT INTO written VALUES (1)"));
            }
            kept.rollback();

            assertThat(kept.getAutoCommit()).isFalse();
            assertThat(connections.<Boolean>call(call -> {
                        try (PreparedStatement select = call.prepareStatement("SELECT x FROM written")) {
                            return select.executeQuery().next();
                        }
                    }))
                    .isTrue();
        }
    }

    private static Connection unclosed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ConnectionsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean execute(TimedCall call, String sql) throws SQLException {
        try (PreparedStatement statement = call.prepareStatement(sql)) {
            return statement.execute();
        }
    }

    private static void assertUnreachable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isUnreachable()).isTrue());
    }
}
