package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.boundsession.jdbc.TimeLimiter;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordQueryTimeTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration ENOUGH_TO_BEGIN = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String SQL = "SELECT 1 AS one";
    private static final String ANSWER = "[{\"one\":1}]";

    private final JdbcDataSource h2 = new JdbcDataSource();
    private final CountDownLatch serverAnswers = new CountDownLatch(1);
    private final CountDownLatch connectionClosed = new CountDownLatch(1);
    private PoolOfOne pool;

    @BeforeEach
    void connect() throws SQLException {
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        pool = new PoolOfOne(h2);
    }

    @AfterEach
    void disconnect() throws SQLException {
        serverAnswers.countDown();
        pool.close();
    }

    @Test
    void closesConnectionThatComesTooLate() throws InterruptedException {
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT, 1, 1)) {
            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> query(silentServer(), limiter).open(Page.first()))
                    .withCauseInstanceOf(TimeoutException.class);

            serverAnswers.countDown();

            assertThat(connectionClosed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refusesAtOnceWhileEveryConnectorIsStuck() {
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT, 1, 1)) {
            RecordQuery query = query(silentServer(), limiter);
            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> query.open(Page.first()))
                    .withCauseInstanceOf(TimeoutException.class);

            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> query.open(Page.first()))
                    .withCauseInstanceOf(RejectedExecutionException.class);
            serverAnswers.countDown();
        }
    }

    @Test
    void answersAgainWhenTheServerDoes() throws InterruptedException {
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT, 1, 8)) {
            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> query(silentServer(), limiter).open(Page.first()));

            serverAnswers.countDown();
            connectionClosed.await();

            assertThat(answerOnceFree(limiter)).isEqualTo(ANSWER);
        }
    }

    @Test
    void refusesWhatTheQueueDoesNotHold() throws InterruptedException {
        try (TimeLimiter limiter = new TimeLimiter("test", LONG, 1, 1)) {
            BlockingQueue<String> answers = new ArrayBlockingQueue<>(3);

            for (int caller = 0; caller < 3; caller++) {
                new Thread(() -> answers.add(outcome(query(silentServer(), limiter)))).start();
            }

            assertThat(answers.take()).isEqualTo("RejectedExecutionException");
            serverAnswers.countDown();
            assertThat(answers.take()).isEqualTo(ANSWER);
            assertThat(answers.take()).isEqualTo(ANSWER);
        }
    }

    @Test
    void freesConnectorThatWaitsForAnExhaustedPool() throws SQLException {
        try (TimeLimiter limiter = new TimeLimiter("test", SHORT, 1, 1)) {
            RecordQuery query = query(pool.dataSource(), limiter);
            try (Connection taken = pool.dataSource().getConnection()) {
                assertThatExceptionOfType(RecordsUnavailableException.class)
                        .isThrownBy(() -> query.open(Page.first()))
                        .withCauseInstanceOf(TimeoutException.class);
                assertThat(taken.isClosed()).isFalse();
            }

            assertThat(pool.hasItsConnection()).isTrue();
        }
    }

    @Test
    void cancelsStatementThatNobodyAwaits() throws InterruptedException {
        try (TimeLimiter limiter = new TimeLimiter("test", ENOUGH_TO_BEGIN, 1, 1)) {
            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> query(slowServer(), limiter).open(Page.first()))
                    .withCauseInstanceOf(TimeoutException.class);

            assertThat(connectionClosed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void honoursInterruptOfTheCaller() {
        try (TimeLimiter limiter = new TimeLimiter("test", LONG, 1, 1)) {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> query(silentServer(), limiter).open(Page.first()))
                    .withCauseInstanceOf(InterruptedException.class);

            assertThat(Thread.interrupted()).isTrue();
            serverAnswers.countDown();
        }
    }

    @Test
    void passesOnWhatTheDataSourceThrows() {
        DataSource broken = Fakes.dataSource(() -> {
            throw new IllegalStateException("no driver");
        });
        try (TimeLimiter limiter = new TimeLimiter("test", RecordQuery.TIME_LIMIT)) {
            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> query(broken, limiter).open(Page.first()))
                    .withMessage("The records are not available")
                    .withRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void connectsFirstOnThreadOfTheApplicationsClassLoader() {
        BlockingQueue<Thread> threads = new ArrayBlockingQueue<>(1);
        DataSource observed = Fakes.dataSource(() -> {
            threads.add(Thread.currentThread());
            return h2.getConnection();
        });
        try (TimeLimiter limiter = new TimeLimiter("test", RecordQuery.TIME_LIMIT)) {
            Json.of(query(observed, limiter), Page.first());

            assertThat(threads).singleElement().satisfies(thread -> {
                assertThat(thread).isNotSameAs(Thread.currentThread());
                assertThat(thread.isDaemon()).isTrue();
                assertThat(thread.getContextClassLoader()).isSameAs(TimeLimiter.class.getClassLoader());
            });
        }
        assertThat(threads.remove().isAlive()).isFalse();
    }

    @Test
    void failsWhoeverWaitsWhenClosed() throws InterruptedException {
        TimeLimiter limiter = new TimeLimiter("test", LONG, 1, 1);
        CountDownLatch connecting = new CountDownLatch(1);
        DataSource exhausted = Fakes.dataSource(() -> {
            connecting.countDown();
            await(new CountDownLatch(1));
            return h2.getConnection();
        });
        BlockingQueue<String> answers = new ArrayBlockingQueue<>(1);
        new Thread(() -> answers.add(outcome(query(exhausted, limiter)))).start();
        connecting.await();

        limiter.close();

        assertThat(answers.take()).isEqualTo("RejectedExecutionException");
        assertThat(outcome(query(h2, limiter))).isEqualTo("RejectedExecutionException");
    }

    /** Accepts a connection and then keeps silent, whatever its client does, interrupts included. */
    private DataSource silentServer() {
        return Fakes.dataSource(() -> {
            awaitUninterruptibly(serverAnswers);
            return Fakes.onClose(h2.getConnection(), connectionClosed::countDown);
        });
    }

    /** Connects at once, but answers a query only with the error that cancelling gives. */
    private DataSource slowServer() {
        CountDownLatch cancelled = new CountDownLatch(1);
        return Fakes.dataSource(() -> {
            Connection real = Fakes.onClose(h2.getConnection(), connectionClosed::countDown);
            return Fakes.proxy(
                    Connection.class,
                    (method, arguments) -> method.getName().equals("prepareStatement")
                            ? slow(real.prepareStatement(SQL), cancelled)
                            : Fakes.call(real, method, arguments));
        });
    }

    private static PreparedStatement slow(PreparedStatement real, CountDownLatch cancelled) {
        return Fakes.proxy(PreparedStatement.class, (method, arguments) -> switch (method.getName()) {
            case "executeQuery" -> {
                await(cancelled);
                throw new SQLTimeoutException("cancelled");
            }
            case "cancel" -> {
                cancelled.countDown();
                yield null;
            }
            case "setInt" -> null;
            default -> Fakes.call(real, method, arguments);
        });
    }

    private static RecordQuery query(DataSource dataSource, TimeLimiter limiter) {
        return new RecordQuery(dataSource, SQL, limiter);
    }

    // The connector closes the late connection a moment before it is free.
    private String answerOnceFree(TimeLimiter limiter) {
        String answer = outcome(query(h2, limiter));
        while (answer.equals("RejectedExecutionException")) {
            Thread.onSpinWait();
            answer = outcome(query(h2, limiter));
        }
        return answer;
    }

    private static String outcome(RecordQuery query) {
        try {
            return Json.of(query, Page.first());
        } catch (RecordsUnavailableException e) {
            return Objects.requireNonNull(e.getCause()).getClass().getSimpleName();
        }
    }

    private static void await(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", e);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
