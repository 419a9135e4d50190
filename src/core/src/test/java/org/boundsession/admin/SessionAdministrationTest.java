package org.boundsession.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.boundsession.binding.BindingSchemes;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.SecretSchemes;
import org.boundsession.binding.Sessions;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origin;
import org.boundsession.session.Quotas;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionIds;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.SessionSummary;
import org.junit.jupiter.api.Test;

class SessionAdministrationTest {

    private static final EndCause CAUSE = EndCause.revokedBy("operator", new Requester("192.0.2.1", null));
    private static final Lifetimes LIFETIMES = new Lifetimes(Duration.ofSeconds(150), Duration.ofHours(1));

    private final Map<Position, SessionSummary> live = new TreeMap<>();
    private final List<String> ended = new ArrayList<>();
    private final List<String> endedByAnotherNode = new ArrayList<>();
    private int afterEnds = Integer.MAX_VALUE;
    private Runnable then = () -> {};
    private final SessionAdministration administration = new SessionAdministration(new BoundSessions(
            (Sessions) Proxy.newProxyInstance(
                    SessionAdministrationTest.class.getClassLoader(),
                    new Class<?>[] {Sessions.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "list" -> page((SessionQuery) arguments[0]);
                        case "findByHandle" -> find((String) arguments[0]);
                        case "end" -> end((String) arguments[0]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    }),
            new BindingSchemes(List.of(SecretSchemes.of(new byte[32]))),
            new HashingLane(1, 0, Duration.ofMillis(1)),
            LIFETIMES,
            new Quotas(0, 1),
            new SessionEvents() {}));

    @Test
    void endsAllSessionsOfAUserOnSeveralPages() {
        for (int i = 0; i < 2 * SessionQuery.MAX_LIMIT + 1; i++) {
            open("alice", i);
        }
        open("bob", 0);

        assertThat(administration.endAll("alice", CAUSE)).isEqualTo(2 * SessionQuery.MAX_LIMIT + 1);

        assertThat(live.values()).extracting(SessionSummary::user).containsExactly("bob");
    }

    @Test
    void endsTheSessionsOfAUserPageByPage() {
        for (int i = 0; i < SessionQuery.MAX_LIMIT + 1; i++) {
            open("alice", i);
        }
        open("operator", 0);
        BoundSession operator = session("operator0", "operator");

        EndedPage first = administration
                .endPage("alice", Optional.empty(), operator, CAUSE)
                .orElseThrow();
        EndedPage last =
                administration.endPage("alice", first.next(), operator, CAUSE).orElseThrow();

        assertThat(first.ended()).isEqualTo(SessionQuery.MAX_LIMIT);
        assertThat(last).isEqualTo(new EndedPage(1, Optional.empty()));
        assertThat(live.values()).extracting(SessionSummary::user).containsExactly("operator");
    }

    @Test
    void endsTheOperatorsOwnSessionLast() {
        for (int i = 0; i < SessionQuery.MAX_LIMIT + 1; i++) {
            open("operator", i);
        }
        BoundSession operator = session("operator" + SessionQuery.MAX_LIMIT, "operator");

        EndedPage first = administration
                .endPage("Operator", Optional.empty(), operator, CAUSE)
                .orElseThrow();
        EndedPage last = administration
                .endPage("Operator", first.next(), operator, CAUSE)
                .orElseThrow();

        assertThat(first.ended()).isEqualTo(SessionQuery.MAX_LIMIT - 1);
        assertThat(last).isEqualTo(new EndedPage(2, Optional.empty()));
        assertThat(live).isEmpty();
    }

    /** Another operator revokes the one whose request is at work. */
    @Test
    void stopsAfterTheOperatorsOwnSessionHasEnded() {
        for (int i = 0; i < SessionQuery.MAX_LIMIT; i++) {
            open("alice", i);
        }
        open("operator", 0);
        BoundSession operator = session("operator0", "operator");
        afterEnds = 60;
        then = () -> live.values().removeIf(session -> session.user().equals("operator"));

        assertThat(administration.endPage("alice", Optional.empty(), operator, CAUSE))
                .isEmpty();

        assertThat(ended).hasSizeBetween(60, 110);
    }

    @Test
    void keepsTheSessionThatEndsTheOthers() {
        String kept = open("alice", 1);
        open("alice", 2);
        open("alice", 0);

        assertThat(administration.endOthers(Optional.empty(), session("alice1", "alice"), CAUSE))
                .contains(new EndedPage(2, Optional.empty()));

        assertThat(live.values()).extracting(SessionSummary::handle).containsExactly(kept);
    }

    @Test
    void endsAnOwnSession() {
        String session = open("alice", 1);

        assertThat(administration.endOwn("alice", session, CAUSE)).isTrue();

        assertThat(ended).containsExactly(session);
    }

    /** A realm may know both of them. */
    @Test
    void takesAUserWithAnotherSpellingForAnotherUser() {
        String session = open("Alice", 1);
        String own = open("alice", 2);

        assertThat(administration.endOwn("alice", session, CAUSE)).isFalse();
        assertThat(administration.endOthers(Optional.empty(), session("alice2", "alice"), CAUSE))
                .contains(new EndedPage(0, Optional.empty()));
        assertThat(administration.listOwn("alice", Optional.empty(), 10).sessions())
                .extracting(SessionSummary::handle)
                .containsExactly(own);

        assertThat(ended).isEmpty();
    }

    @Test
    void endsNoSessionOfAnotherUserAsAnOwnOne() {
        String session = open("bob", 1);

        assertThat(administration.endOwn("alice", session, CAUSE)).isFalse();

        assertThat(ended).isEmpty();
    }

    @Test
    void countsOnlyWhatItHasEnded() {
        open("alice", 1);
        endedByAnotherNode.add(open("alice", 0));

        assertThat(administration.endAll("alice", CAUSE)).isEqualTo(1);
    }

    private static BoundSession session(String id, String user) {
        return new BoundSession(id, user, Set.of("general"), "secret", Instant.EPOCH, Origin.UNKNOWN);
    }

    /** Returns the handle of a session whose id is the user's name and the end. */
    private String open(String user, int end) {
        String handle = SessionIds.key(user + end);
        Instant time = Instant.ofEpochMilli(end);
        SessionSummary summary = new SessionSummary(
                handle, user, Set.of("general"), "secret", time, time, time, time, Origin.UNKNOWN, 0);
        live.put(summary.position(), summary);
        return handle;
    }

    private SessionPage page(SessionQuery query) {
        List<SessionSummary> found = live.values().stream()
                .filter(session -> session.user().equalsIgnoreCase(query.user().orElseThrow()))
                .filter(session ->
                        query.after().isEmpty() || query.after().get().compareTo(session.position()) < 0)
                .limit(query.limit())
                .toList();
        return new SessionPage(
                found,
                found.size() < query.limit()
                        ? Optional.empty()
                        : Optional.of(found.get(found.size() - 1).position()));
    }

    private Optional<SessionSummary> find(String handle) {
        return live.values().stream()
                .filter(session -> session.handle().equals(handle))
                .findFirst();
    }

    private boolean end(String handle) {
        if (endedByAnotherNode.contains(handle)) {
            return false;
        }
        ended.add(handle);
        if (ended.size() == afterEnds) {
            then.run();
        }
        return live.values().removeIf(session -> session.handle().equals(handle));
    }
}
