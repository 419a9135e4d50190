package org.boundsession.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedCallTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofHours(1);

    /** Runs for minutes if nobody cancels it; no longer, because no interrupt ends it. */
    private static final String ENDLESS = "SELECT SUM(X) FROM SYSTEM_RANGE(1, 1000000000)";

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

    /** H2's driver ignores both: an abort, and a cancellation before the statement begins. */
    @Test
    void cancelsStatementThatBeginsAfterItsCancellation() throws Exception {
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT);
                TimedCall call = limiter.begin()) {
            call.connect(h2);
            PreparedStatement late = call.prepareStatement(ENDLESS);
            while (!call.watch().isFreed()) {
                Thread.onSpinWait();
            }

            assertThatExceptionOfType(SQLException.class).isThrownBy(late::executeQuery);
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

    /** As a driver whose jar is incomplete. Until the limit would be as long as this test may take. */
    @Test
    void freesCallerAtOnceWhoseDriverFailsWithAnError() {
        DataSource incomplete = handing(connection -> {
            throw new NoClassDefFoundError("by the test");
        });
        try (TimeLimiter limiter = new TimeLimiter("test", LONG)) {
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> connect(limiter, incomplete))
                    .withStackTraceContaining("NoClassDefFoundError");
        }
    }

    @Test
    void tellsWhatTheDataSourceThrows() {
        DataSource refusing = handing(connection -> {
            throw new IllegalStateException("the pool is closed");
        });
        try (TimeLimiter limiter = new TimeLimiter("test", LONG)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> connect(limiter, refusing))
                    .withMessage("the pool is closed");
        }
    }

    @Test
    void warnsOfDriverThatHoldsItsThreadWhenItIsClosed() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = recorder(warnings);
        Logger log = Logger.getLogger(TimeLimiter.class.getName());
        log.addHandler(handler);
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT)) {
            DataSource deaf = handing(connection -> {
                begun.countDown();
                awaitDespiteInterrupts(end);
                ended.countDown();
                return connection;
            });
            while (begun.getCount() > 0) {
                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> connect(limiter, deaf));
            }
        } finally {
            log.removeHandler(handler);
        }

        assertThat(warnings).containsExactly("A thread still waits for a database that does not respond");
        end.countDown();
        ended.await();
    }

    private static Handler recorder(List<String> messages) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                messages.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static void awaitDespiteInterrupts(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException ignoredByThisDriver) {
                waiting = true;
            }
        }
    }

    @Test
    void hasNoConnectionBeforeItBorrowsOneAndAfterItGaveItBack() throws Exception {
        try (TimeLimiter limiter = new TimeLimiter("test", LONG);
                TimedCall call = limiter.begin()) {
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(call::connection);
            call.connect(h2);
            call.close();

            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(call::connection);
            call.discard();
        }
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
