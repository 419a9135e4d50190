package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;

class PendingDeletesTest {

    private static final Duration IDLE = Duration.ofSeconds(150);
    private static final Duration ABSOLUTE = Duration.ofSeconds(3600);

    private final MovableClock clock = MovableClock.atPresent();
    private final MeddledSessionStore store = new MeddledSessionStore(new MapSessionStore(clock));
    private final PendingDeletes pending = new PendingDeletes(store, clock);
    private final AtomicInteger asked = new AtomicInteger();

    private StoredSession inserted(int i) {
        long now = clock.millis();
        Grant grant = new Grant("alice", "", "", now, now + ABSOLUTE.toMillis());
        StoredSession session =
                new StoredSession(SessionKey.of("id" + i), grant, now, IDLE.toMillis(), 0, Map.of(), 0, "");
        store.insert(session);
        return session;
    }

    private void refuse() {
        asked.incrementAndGet();
        MeddledSessionStore.fail();
    }

    @Test
    void asksAStoreThatRefusesAFewTimesARound() {
        store.beforeEnd = this::refuse;
        for (int i = 0; i < 50; i++) {
            assertThat(pending.delete(inserted(i))).isTrue();
        }
        asked.set(0);

        pending.complete();

        assertThat(asked).hasValue(10);
    }

    @Test
    void waitsLongerAfterEachRefusal() {
        store.beforeEnd = this::refuse;
        pending.delete(inserted(0));
        asked.set(0);

        for (int second = 0; second < 60; second++) {
            pending.complete();
            clock.move(Duration.ofSeconds(1));
        }

        // At once, after 1, 2 and 4 s, and then each 5 s.
        assertThat(asked).hasValue(14);
    }

    @Test
    void deletesAllOnceTheStoreTakesThem() {
        store.beforeEnd = this::refuse;
        for (int i = 0; i < 50; i++) {
            pending.delete(inserted(i));
        }
        pending.complete();
        store.beforeEnd = () -> {};

        clock.move(Duration.ofSeconds(1));
        pending.complete();

        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).isEmpty();
        assertThat(pending.contains(SessionKey.of("id0"))).isFalse();
    }

    @Test
    void takesSessionForOverUntilItsAbsoluteEndAndAsksNoMore() {
        store.beforeEnd = this::refuse;
        StoredSession session = inserted(0);
        pending.delete(session);

        clock.move(ABSOLUTE.minusMillis(1));
        pending.complete();
        assertThat(pending.contains(session.key())).isTrue();
        asked.set(0);
        clock.move(Duration.ofMillis(1));
        pending.complete();

        assertThat(pending.contains(session.key())).isFalse();
        assertThat(asked).hasValue(0);
    }
}
