package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionEventsTest {

    private static final BoundSession SESSION = new BoundSession(
            "the-id-of-a-session", "alice", Set.of("general"), "secret", Instant.EPOCH, Origin.UNKNOWN);

    /** A listener overrides what it wants to hear, and events that are added later do not break it. */
    @Test
    void reachListenersThatHearNothing() {
        SessionEvents deaf = new SessionEvents() {};

        assertThatCode(() -> tellAll(deaf)).doesNotThrowAnyException();
    }

    @Test
    void reachEachOfSeveralListenersInTheirOrder() {
        List<String> heard = new ArrayList<>();

        tellAll(SessionEvents.all(List.of(recorder("first", heard), recorder("second", heard))));

        List<String> events = Arrays.stream(SessionEvents.class.getMethods())
                .filter(Method::isDefault)
                .map(Method::getName)
                .toList();
        assertThat(heard)
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .flatMap(event -> Stream.of("first " + event, "second " + event))
                        .toList())
                .startsWith("first opened", "second opened");
    }

    private static SessionEvents recorder(String name, List<String> heard) {
        return (SessionEvents) Proxy.newProxyInstance(
                SessionEvents.class.getClassLoader(), new Class<?>[] {SessionEvents.class}, (proxy, event, data) -> {
                    heard.add(name + " " + event.getName());
                    return null;
                });
    }

    private static void tellAll(SessionEvents events) {
        events.opened(SESSION, new Requester("192.0.2.1", null));
        events.ended("key", "alice", EndCause.EXPIRED);
        events.mismatched(SESSION, new Requester("192.0.2.1", null), "wrong secret");
        events.accessDenied(SESSION, new Requester("192.0.2.1", null), "admin");
        events.loginRefused("alice", new Requester("192.0.2.1", null));
        events.loginThrottled(null, new Requester("192.0.2.1", null));
        events.throttleLifted(SESSION, new Requester("192.0.2.1", null), "192.0.2.2", null);
        events.tampered("key");
        events.storeDown("unreachable");
        events.storeUp();
    }

    @Test
    void printNothingOfASession() {
        assertThat(SESSION).hasToString("BoundSession");
        assertThat(EndCause.QUOTA).hasToString("EndCause QUOTA");
    }
}
