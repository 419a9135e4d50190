package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionEvents;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servlets do with a session of a store, each request over a view of its own. */
class StoredHttpSessionTest {

    private static final SessionEvents NOBODY = new SessionEvents() {};
    private static final Duration IDLE = Duration.ofSeconds(150);
    private static final Duration ABSOLUTE = Duration.ofSeconds(3600);
    private static final String ID = "an-id";
    private static final ServletContext CONTEXT = (ServletContext) Proxy.newProxyInstance(
            StoredHttpSessionTest.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> method.getName().equals("equals") ? proxy == arguments[0] : null);

    private final MovableClock clock = MovableClock.atPresent();
    private final MeddledSessionStore store = new MeddledSessionStore(new MapSessionStore(clock));
    private final FailingFastSessionStore failingFast = new FailingFastSessionStore(store, NOBODY, clock);
    private final LiveSessionStore live = new LiveSessionStore(
            failingFast, new PendingDeletes(failingFast, clock), new SessionEnds(failingFast, NOBODY, clock), clock);

    StoredHttpSessionTest() {
        long now = clock.millis();
        Grant grant = new Grant("alice", "general", "{secret}x", now, now + ABSOLUTE.toMillis());
        store.insert(new StoredSession(SessionKey.of(ID), grant, now, IDLE.toMillis(), 0, Map.of(), 0, ""));
    }

    private HttpSession session() {
        StoredSession stored = live.find(SessionKey.of(ID), () -> 0).orElseThrow();
        return http(StoredView.of(live, ID, stored));
    }

    private static HttpSession http(StoredView view) {
        return new StoredHttpSession(CONTEXT, view, ended -> ended.end(EndCause.REVOKED));
    }

    private Map<String, Object> attributes() {
        return store.findById(SessionKey.of(ID)).orElseThrow().attributes();
    }

    @Test
    void showsAttributesToTheNextRequestAtOnce() {
        session().setAttribute("page", 7L);
        session().setAttribute("language", "fr");

        HttpSession next = session();

        assertThat(next.getAttribute("page")).isEqualTo(7L);
        assertThat(next.getAttribute("none")).isNull();
        assertThat(Collections.list(next.getAttributeNames())).containsExactly("language", "page");
    }

    @Test
    void removesAttributeByNameAndByNull() {
        HttpSession session = session();
        session.setAttribute("a", "1");
        session.setAttribute("b", "2");

        session.removeAttribute("a");
        session.setAttribute("b", null);

        assertThat(attributes()).isEmpty();
    }

    @Test
    void refusesAttributeThatWouldHaveToBeSerialized() {
        HttpSession session = session();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.setAttribute("date", new Date()))
                .withMessageStartingWith("date");
        assertThat(attributes()).isEmpty();
    }

    @Test
    void keepsTheChangesOfRequestsThatRunAtTheSameTime() {
        HttpSession first = session();
        HttpSession second = session();

        first.setAttribute("a", "1");
        second.setAttribute("b", "2");
        first.setAttribute("c", "3");

        assertThat(attributes()).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
    }

    @Test
    void writesEachChangeOnceIfNobodyElseChangesTheSession() {
        AtomicInteger updates = new AtomicInteger();
        store.beforeUpdate = updates::incrementAndGet;
        HttpSession session = session();

        session.setAttribute("a", "1");
        session.setAttribute("b", "2");

        assertThat(updates).hasValue(2);
    }

    @Test
    void isBusyIfOthersAlwaysChangeTheSessionFirst() {
        HttpSession session = session();
        AtomicInteger attempts = new AtomicInteger();
        store.beforeUpdate = new Runnable() {
            @Override
            public void run() {
                attempts.incrementAndGet();
                store.beforeUpdate = () -> {};
                session().setAttribute("a", attributes().size());
                store.beforeUpdate = this;
            }
        };

        assertThatThrownBy(() -> session.setAttribute("b", 1))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isUnreachable()).isFalse());
        assertThat(attempts).hasValueBetween(2, 100);
        assertThat(attributes()).doesNotContainKey("b");
        assertThat(failingFast.isUp()).isTrue();
    }

    @Test
    void endsAfterTheIntervalThatAServletSets() {
        session().setMaxInactiveInterval(60);

        assertThat(session().getMaxInactiveInterval()).isEqualTo(60);
        clock.move(Duration.ofSeconds(60).plus(Duration.ofSeconds(6)));
        assertThat(live.find(SessionKey.of(ID), () -> 0)).isEmpty();
    }

    /** Jakarta Servlet: an interval of zero or less means that the session never times out. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void idlesUntilItsAbsoluteEndIfAServletSetsNoInterval(int none) {
        session().setMaxInactiveInterval(none);

        clock.move(ABSOLUTE.minusMillis(1));
        assertThat(live.find(SessionKey.of(ID), () -> 0)).isPresent();
        clock.move(Duration.ofMillis(1));
        assertThat(live.find(SessionKey.of(ID), () -> 0)).isEmpty();
    }

    @Test
    void tellsItsTimes() {
        long created = clock.millis();
        clock.move(Duration.ofSeconds(20));
        long accessed = clock.millis();
        store.touch(live.find(SessionKey.of(ID), () -> 0).orElseThrow(), accessed);

        HttpSession session = session();

        assertThat(session.getCreationTime()).isEqualTo(created);
        assertThat(session.getLastAccessedTime()).isEqualTo(accessed);
        assertThat(session.isNew()).isFalse();
        assertThat(session.getServletContext()).isSameAs(CONTEXT);
    }

    static List<Consumer<HttpSession>> uses() {
        return List.of(
                session -> session.getAttribute("a"),
                session -> session.setAttribute("a", "1"),
                session -> session.removeAttribute("a"),
                HttpSession::getAttributeNames,
                HttpSession::getCreationTime,
                HttpSession::getLastAccessedTime,
                HttpSession::isNew,
                session -> session.setMaxInactiveInterval(60),
                HttpSession::invalidate);
    }

    @ParameterizedTest
    @MethodSource("uses")
    void cannotBeUsedOnceItIsInvalidated(Consumer<HttpSession> use) {
        HttpSession session = session();

        session.invalidate();

        assertThatIllegalStateException().isThrownBy(() -> use.accept(session));
        assertThatCode(session::getId).doesNotThrowAnyException();
        assertThat(store.findById(SessionKey.of(ID))).isEmpty();
    }

    @Test
    void findsOutThatItEndedElsewhereWhenItIsChanged() {
        HttpSession session = session();
        session().invalidate();

        assertThatIllegalStateException().isThrownBy(() -> session.setAttribute("a", "1"));
        assertThatIllegalStateException().isThrownBy(() -> session.getAttribute("a"));
        assertThat(store.findById(SessionKey.of(ID))).isEmpty();
    }

    @Test
    void ignoresProofsAndMismatchesOnceItIsOver() {
        StoredView view =
                StoredView.of(live, ID, live.find(SessionKey.of(ID), () -> 0).orElseThrow());

        assertThat(view.end(EndCause.REVOKED)).isTrue();
        store.beforeUpdate = MeddledSessionStore::fail;

        assertThat(view.touch(clock.millis())).isFalse();
        assertThat(view.countMismatch()).isZero();
        assertThat(view.end(EndCause.REVOKED)).isFalse();
        assertThat(view.destroy()).isFalse();
        assertThat(store.touches).isEmpty();
    }

    @Test
    void storesNothingOfASessionThatNobodyLoggedInTo() {
        HttpSession session = http(StoredView.ofTransient(live, "another-id"));

        session.setAttribute("a", "1");
        session.setMaxInactiveInterval(0);

        assertThat(session.isNew()).isTrue();
        assertThat(session.getAttribute("a")).isEqualTo("1");
        assertThat(session.getMaxInactiveInterval()).isEqualTo(Integer.MAX_VALUE);
        assertThat(store.findById(SessionKey.of("another-id"))).isEmpty();
        session.invalidate();
        assertThatIllegalStateException().isThrownBy(() -> session.getAttribute("a"));
    }
}
