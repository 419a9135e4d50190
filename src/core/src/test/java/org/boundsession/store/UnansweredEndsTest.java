package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionEvents;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node remembers of a store that does not answer is bounded, in number and in time. */
class UnansweredEndsTest {

    private static final Logger LOG = Logger.getLogger(UnansweredEnds.class.getName());
    private static final Duration ABSOLUTE = Duration.ofDays(1);

    private final MovableClock clock = MovableClock.atPresent();
    private final MeddledSessionStore store = new MeddledSessionStore(new MapSessionStore(clock));
    private final List<String> reported = new ArrayList<>();
    private final UnansweredEnds ends = new UnansweredEnds(
            store,
            new EndReports(new SessionEvents() {
                @Override
                public void ended(String key, String user, EndCause cause) {
                    reported.add(cause.reason() + " " + user);
                }
            }),
            clock);
    private final AtomicInteger asked = new AtomicInteger();
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
    }

    private StoredSession session(String user) {
        long now = clock.millis();
        Grant grant = new Grant(user, "", "", now, now + ABSOLUTE.toMillis());
        return new StoredSession(SessionKey.of(user), grant, now, ABSOLUTE.toMillis(), 0, Map.of(), 0, "");
    }

    /** Its mark is in the store, which did not say so. */
    private void ended(String user) {
        StoredSession session = session(user);
        EndToken token = EndToken.create();
        store.insert(session);
        store.end(session.key(), token);
        ends.add(session, token, EndCause.REVOKED);
    }

    private void refuse() {
        asked.incrementAndGet();
        MeddledSessionStore.hang();
    }

    @Test
    void asksAStoreThatRefusesAFewTimesARound() {
        for (int i = 0; i < 50; i++) {
            ended("user" + i);
        }
        store.beforeFind = this::refuse;

        ends.resolve();

        assertThat(asked).hasValue(10);
        assertThat(reported).isEmpty();
    }

    @Test
    void reportsEndUntilTheStoreForgetsItsMark() {
        ended("alice");
        store.beforeFind = this::refuse;
        clock.move(Duration.ofMillis(SessionStore.MARK_MILLIS - 1));
        ends.resolve();
        store.beforeFind = () -> {};

        clock.move(Duration.ofSeconds(10));
        ends.resolve();

        assertThat(reported).containsExactly("REVOKED alice");
        assertThat(logged).isEmpty();
    }

    @Test
    void warnsOnceThatEndsMayBeMissingAndAsksNoMore() {
        ended("alice");
        ended("bob");
        store.beforeFind = this::refuse;
        clock.move(Duration.ofMillis(SessionStore.MARK_MILLIS));

        ends.resolve();
        assertThat(asked).hasValue(2);
        ends.resolve();

        assertThat(asked).hasValue(2);
        assertThat(logged).singleElement().satisfies(line -> {
            assertThat(line.getMessage()).contains("audit log may lack the ends");
            assertThat(line.getParameters()).containsExactly(1L);
        });
    }

    @Test
    void remembersTenThousandAndWarnsOfTheOneMore() {
        for (int i = 0; i < 10_000; i++) {
            ends.add(session("user" + i), EndToken.create(), EndCause.REVOKED);
        }
        assertThat(logged).isEmpty();

        ended("one more");
        ends.resolve();

        assertThat(reported).isEmpty();
        assertThat(logged).hasSize(1);
    }
}
