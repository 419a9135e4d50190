package org.boundsession.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Origin;
import org.boundsession.session.Requester;
import org.junit.jupiter.api.Test;

class MeteredEventsTest {

    private static final BoundSession SESSION = new BoundSession(
            "an-id", "alice", Set.of("general"), "secret", Instant.EPOCH, new Origin("192.0.2.1", "", ""));

    private final Metrics metrics = new Metrics();
    private final MeteredEvents events = new MeteredEvents(metrics);

    @Test
    void countsLoginsByTheirOutcome() {
        events.opened(SESSION, new Requester("192.0.2.1", null));
        events.loginRefused("mallory", new Requester("192.0.2.2", null));
        events.loginRefused(null, new Requester("192.0.2.2", null));
        events.loginThrottled("mallory", new Requester("192.0.2.2", null));

        assertThat(Scrape.of(metrics).lines())
                .contains(
                        "bound_session_logins_total{outcome=\"granted\"} 1.0",
                        "bound_session_logins_total{outcome=\"refused\"} 2.0",
                        "bound_session_logins_total{outcome=\"throttled\"} 1.0");
    }

    @Test
    void countsTheftsWhetherTheSessionEndsOrNot() {
        events.mismatched(SESSION, new Requester("192.0.2.2", null), "wrong secret");
        events.ended(
                "key", "alice", new EndCause(EndCause.Reason.MISMATCH, new Requester("192.0.2.2", null), null, null));
        events.ended("key", "alice", EndCause.EXPIRED);

        assertThat(events.possibleThefts()).isEqualTo(2);
        assertThat(Scrape.of(metrics).lines())
                .contains(
                        "bound_session_possible_thefts_total 2.0",
                        "bound_session_sessions_ended_total{reason=\"mismatch\"} 1.0",
                        "bound_session_sessions_ended_total{reason=\"expired\"} 1.0",
                        "bound_session_sessions_ended_total{reason=\"logout\"} 0.0");
    }

    @Test
    void tellsWhetherTheStoreIsUp() {
        events.storeDown("refused by the test");
        assertThat(Scrape.of(metrics).lines()).contains("bound_session_store_up 0.0");

        events.storeUp();
        assertThat(Scrape.of(metrics).lines()).contains("bound_session_store_up 1.0");
    }

    @Test
    void countsTamperedSessionsAndDeniedAccess() {
        events.tampered("key");
        events.accessDenied(SESSION, new Requester("192.0.2.1", null), "admin");

        assertThat(Scrape.of(metrics).lines())
                .contains("bound_session_tampered_total 1.0", "bound_session_access_denied_total 1.0");
    }

    @Test
    void namesNobody() {
        events.opened(SESSION, new Requester("192.0.2.1", null));
        events.loginRefused("mallory", new Requester("192.0.2.2", null));
        events.tampered("0123abcd");

        assertThat(Scrape.of(metrics)).doesNotContain("alice", "mallory", "192.0.2", "an-id", "0123abcd");
    }
}
