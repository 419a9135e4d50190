package org.boundsession.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedCallTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofHours(1);

    /** Runs as long as nobody cancels it. */
    private static final String ENDLESS = "SELECT SUM(X) FROM SYSTEM_RANGE(1, 9000000000000)";

    private final JdbcDataSource h2 = new JdbcDataSource();
    private volatile Thread connectedBy;

    TimedCallTest() {
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    }

    /** A driver whose own timeout is as long may be the quicker one; what it then throws looks like a broken connection. */
    @Test
    void isOverdueBeforeItIsFreed() {
        try (TimeLimiter limiter = new TimeLimiter("test", Duration.ofNanos(1));
                TimedCall call = limiter.begin()) {
            assertThat(call.isOverdue()).isTrue();
        }
    }

    @Test
    void isNotOverdueBeforeTheLimit() {
        try (TimeLimiter limiter = new TimeLimiter("test", LONG);
                TimedCall call = limiter.begin()) {
            assertThat(call.isOverdue()).isFalse();
        }
    }

    @Test
    void cancelsStatementAndKeepsItsConnection() throws Exception {
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT);
                TimedCall call = limiter.begin()) {
            call.connect(h2);

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> call.prepareStatement(ENDLESS).executeQuery());

            assertThat(call.isOverdue()).isTrue();
            assertThat(call.connection().isClosed()).isFalse();
        }
    }

    @Test
    void abortsConnectionWhoseStatementCannotBeCancelled() throws Exception {
        CountDownLatch aborted = new CountDownLatch(1);
        DataSource deaf = handing(connection -> proxy(Connection.class, connection, name -> {
            if (name.equals("abort")) {
                aborted.countDown();
            }
        }));
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT);
                TimedCall call = limiter.begin()) {
            call.connect(deaf);

            aborted.await();

            assertThat(call.isOverdue()).isTrue();
        }
    }

    @Test
    void leavesCallsInPeaceThatGoOn() throws Exception {
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT);
                TimedCall call = limiter.begin()) {
            call.connect(h2);
            long end = System.nanoTime() + 3 * SHORT.toNanos();
            while (System.nanoTime() < end) {
                call.progressed();
                Thread.onSpinWait();
            }

            assertThat(call.isOverdue()).isFalse();
            assertThat(call.connection().isClosed()).isFalse();
        }
    }

    @Test
    void connectsOnTheCallersThreadOnceTheDataSourceIsKnownToBeQuick() throws Exception {
        DataSource observed = handing(connection -> {
            connectedBy = Thread.currentThread();
            return connection;
        });
        try (TimeLimiter limiter = new TimeLimiter("test", LONG)) {
            connect(limiter, observed);
            assertThat(connectedBy).isNotSameAs(Thread.currentThread());

            // A machine may be so slow that it does not count as quick.
            for (int i = 0; i < 1000 && connectedBy != Thread.currentThread(); i++) {
                connect(limiter, observed);
            }

            assertThat(connectedBy).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void freesCallerWhoWaitsItself() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        DataSource exhausted = handing(connection -> await(never, connection));
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT)) {
            TimeoutException timeout = null;
            for (int i = 0; i < 1000 && connectedBy != Thread.currentThread(); i++) {
                connect(limiter, h2);
                timeout = timeoutOf(limiter, exhausted);
            }

            assertThat(timeout).isNotNull();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void refusesCallersOnceItIsClosed() {
        TimeLimiter limiter = new TimeLimiter("test", LONG);
        limiter.close();

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> connect(limiter, h2));
    }

    /** As after a restart of the server, over a pool whose driver has no timeout of its own. */
    @Test
    void borrowsAnotherConnectionInPlaceOfOneThatIsBroken() throws Exception {
        AtomicInteger networkTimeout = new AtomicInteger();
        DataSource pool = handing(connection -> timing(connection, networkTimeout));
        try (TimeLimiter limiter = new TimeLimiter("test", LONG);
                TimedCall call = limiter.begin()) {
            call.connect(pool);
            call.connection().close();

            call.connect(pool);

            assertThat(call.connection().isClosed()).isFalse();
            assertThat(call.isOverdue()).isFalse();
        }
    }

    @Test
    void extendsTheDriversTimeoutForLongWorkAndRestoresIt() throws Exception {
        for (int ofThePool : new int[] {0, 1_000}) {
            AtomicInteger networkTimeout = new AtomicInteger(ofThePool);
            try (TimeLimiter limiter = new TimeLimiter("test", LONG)) {
                try (TimedCall call = limiter.begin()) {
                    call.connect(handing(connection -> timing(connection, networkTimeout)));

                    call.extend(Duration.ofMinutes(10));

                    assertThat(networkTimeout.get())
                            .isEqualTo(LONG.plusMinutes(10).toMillis());
                }
            }

            assertThat(networkTimeout.get()).isEqualTo(ofThePool);
        }
    }

    private static Connection timing(Connection connection, AtomicInteger networkTimeout) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().endsWith("etNetworkTimeout") && connection.isClosed()) {
                        throw new SQLException("closed");
                    }
                    return switch (method.getName()) {
                        case "getNetworkTimeout" -> networkTimeout.get();
                        case "setNetworkTimeout" -> {
                            networkTimeout.set((int) arguments[1]);
                            yield null;
                        }
                        default -> method.invoke(connection, arguments);
                    };
                });
    }

    /** While a server is asked to cancel, the connection is nobody else's. */
    @Test
    void givesConnectionBackOnceTheCancellationHasEnded() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch cancelling = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        DataSource slowToCancel = handing(connection -> proxy(Connection.class, connection, name -> {
            if (name.equals("close")) {
                order.add("close");
            }
        }));
        try (TimeLimiter limiter = new TimeLimiter("test", Duration.ofSeconds(4))) {
            TimedCall call = limiter.begin();
            call.connect(slowToCancel);
            call.watch().executes(proxy(Statement.class, call.connection().createStatement(), name -> {
                cancelling.countDown();
                awaitUninterruptibly(closing);
                order.add("cancelled");
            }));
            cancelling.await();
            Thread closer = new Thread(call::close);
            closer.start();
            // It waits for the cancellation, or it would end.
            while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
                Thread.onSpinWait();
            }
            closing.countDown();
            closer.join();
        }

        assertThat(order).containsExactly("cancelled", "close");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void connect(TimeLimiter limiter, DataSource dataSource) throws Exception {
        try (TimedCall call = limiter.begin()) {
            call.connect(dataSource);
        }
    }

    private static TimeoutException timeoutOf(TimeLimiter limiter, DataSource dataSource) throws Exception {
        try {
            connect(limiter, dataSource);
            throw new AssertionError("it connected");
        } catch (TimeoutException expected) {
            return expected;
        }
    }

    private Connection await(CountDownLatch latch, Connection connection) throws SQLException {
        connectedBy = Thread.currentThread();
        try {
            latch.await();
            return connection;
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", e);
        }
    }

    @FunctionalInterface
    private interface Change {
        Connection of(Connection connection) throws SQLException;
    }

    private DataSource handing(Change change) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> change.of(h2.getConnection()));
    }

    @FunctionalInterface
    private interface Heard {
        void call(String method);
    }

    private static <T> T proxy(Class<T> type, T real, Heard heard) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    heard.call(method.getName());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
