package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionEventsTest {

    private static final BoundSession SESSION =
            new BoundSession("the-id-of-a-session", "alice", Set.of("general"), "secret", Instant.EPOCH);

    /** A listener overrides what it wants to hear, and events that are added later do not break it. */
    @Test
    void reachListenersThatHearNothing() {
        SessionEvents deaf = new SessionEvents() {};

        assertThatCode(() -> {
                    deaf.opened(SESSION, "192.0.2.1");
                    deaf.ended("key", "alice", EndCause.EXPIRED);
                    deaf.mismatched(SESSION, "192.0.2.1");
                    deaf.accessDenied(SESSION, "192.0.2.1", "admin");
                    deaf.loginRefused("alice", "192.0.2.1");
                    deaf.loginThrottled(null, "192.0.2.1");
                    deaf.tampered("key");
                    deaf.storeDown("unreachable");
                    deaf.storeUp();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void printNothingOfASession() {
        assertThat(SESSION).hasToString("BoundSession");
        assertThat(EndCause.QUOTA).hasToString("EndCause QUOTA");
    }
}
