package org.boundsession.binding;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origin;
import org.boundsession.session.Origins;
import org.boundsession.session.Quotas;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionIds;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionSummary;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;

class ContainerListingTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final Duration IDLE = Duration.ofSeconds(150);
    private static final Lifetimes LIFETIMES = new Lifetimes(IDLE, Duration.ofHours(1));
    private static final Origin ORIGIN = new Origin("192.0.2.1", "flow/1.0", "node");
    private static final Possession POSSESSION = new Possession() {
        @Override
        public String kind() {
            return "secret";
        }

        @Override
        public String storedForm() {
            return "{secret}1";
        }

        @Override
        public Evidence read(HttpServletRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer check(Evidence evidence) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer checkSlowly(Evidence evidence) {
            throw new UnsupportedOperationException();
        }
    };

    private final List<String> ends = new ArrayList<>();
    private final MovableClock clock = MovableClock.at("2026-01-31T12:00:00Z");
    private final Bindings bindings = new Bindings(new BindingSchemes(List.of(SecretSchemes.of(KEY))), LIFETIMES);
    private final ContainerSessions sessions = new ContainerSessions(
            bindings,
            LIFETIMES,
            new Quotas(0, 1),
            new Origins("node"),
            new SessionEvents() {
                @Override
                public void ended(String key, String user, EndCause cause) {
                    ends.add(key + " " + user + " by " + cause.user());
                }
            },
            clock);

    @Test
    void listsThoseThatEndLastFirst() {
        String first = open("1", "alice");
        clock.move(Duration.ofSeconds(1));
        String second = open("2", "bob");

        assertThat(handles(all())).containsExactly(second, first);
    }

    @Test
    void pagesThroughSessionsThatEndInTheSameMillisecond() {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            opened.add(open("S" + i, "alice"));
        }

        List<String> seen = new ArrayList<>();
        Optional<SessionQuery> next = Optional.of(new SessionQuery(Optional.empty(), Optional.empty(), 3));
        while (next.isPresent()) {
            SessionQuery query = next.get();
            SessionPage page = sessions.list(query);
            seen.addAll(handles(page));
            next = page.next().map(query::after);
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(opened).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void namesNoNextPageAfterTheLastSession() {
        open("1", "alice");
        open("2", "alice");

        assertThat(sessions.list(new SessionQuery(Optional.empty(), Optional.empty(), 2))
                        .next())
                .isEmpty();
    }

    @Test
    void findsAUserInAnySpelling() {
        open("1", "bob");
        String alice = open("2", "Alice");

        SessionPage page = sessions.list(new SessionQuery(Optional.of(" ALICE "), Optional.empty(), 10));

        assertThat(handles(page)).containsExactly(alice);
    }

    @Test
    void showsNoSessionThatHasExpiredOrEnded() {
        open("1", "alice");
        clock.move(IDLE);
        String live = open("2", "alice");
        FakeSession ended = session("3", "alice");
        ended.invalidate();

        assertThat(handles(all())).containsExactly(live);
    }

    @Test
    void describesASession() {
        String handle = open("1", "alice");
        clock.move(Duration.ofSeconds(1));

        SessionSummary summary = sessions.findByHandle(handle).orElseThrow();

        assertThat(summary.user()).isEqualTo("alice");
        assertThat(summary.roles()).containsExactly("general");
        assertThat(summary.kind()).isEqualTo("secret");
        assertThat(summary.origin()).isEqualTo(ORIGIN);
        assertThat(summary.idleEnd()).isEqualTo(summary.lastAccessedAt().plus(IDLE));
        assertThat(summary).hasToString("SessionSummary");
    }

    @Test
    void endsASessionOnceAndNamesWhoDid() {
        FakeSession session = session("1", "alice");
        String handle = SessionIds.key("1");

        assertThat(sessions.end(handle, EndCause.revokedBy("operator", new Requester("192.0.2.9", null))))
                .isTrue();
        assertThat(sessions.end(handle, EndCause.revokedBy("operator", new Requester("192.0.2.9", null))))
                .isFalse();

        assertThat(session.isValid()).isFalse();
        assertThat(ends).containsExactly(handle + " alice by operator");
    }

    @Test
    void endsNothingByAnotherText() {
        FakeSession session = session("1", "alice");

        assertThat(sessions.end("1", EndCause.revokedBy("operator", null))).isFalse();

        assertThat(session.isValid()).isTrue();
    }

    private SessionPage all() {
        return sessions.list(new SessionQuery(Optional.empty(), Optional.empty(), 10));
    }

    private static List<String> handles(SessionPage page) {
        return page.sessions().stream().map(SessionSummary::handle).toList();
    }

    /** Returns the handle of a new session. */
    private String open(String id, String user) {
        session(id, user);
        return SessionIds.key(id);
    }

    private FakeSession session(String id, String user) {
        FakeSession session = new FakeSession(id);
        Carried.BINDING.set(session, POSSESSION.storedForm());
        Carried.LAST_PROOF.set(session, clock.millis());
        BoundSession bound = new BoundSession(
                id, user, Set.of("general"), "secret", clock.instant().plus(LIFETIMES.absolute()), ORIGIN);
        bindings.add(bound, POSSESSION, clock.millis(), session);
        return session;
    }
}
