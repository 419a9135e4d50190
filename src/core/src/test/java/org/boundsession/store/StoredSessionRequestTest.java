package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.boundsession.binding.BindingSchemes;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.SecretSchemes;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origins;
import org.boundsession.session.Quotas;
import org.boundsession.session.SessionEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSessionRequestTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final SignedIds IDS = new SignedIds(new SessionSecrets(List.of(KEY), "/"));
    private static final Lifetimes LIFETIMES = new Lifetimes(Duration.ofSeconds(150), Duration.ofSeconds(3600));
    private static final SessionEvents NOBODY = new SessionEvents() {};

    private final String live = IDS.create();
    private final List<Object> lookedUp = new ArrayList<>();

    @Test
    void asksTheStoreOnceForTheOnlyCookie() {
        HttpServletRequest request = request(List.of(live));

        assertThat(request.getSession(false)).isNotNull();
        assertThat(request.getSession(false)).isNotNull();
        assertThat(request.isRequestedSessionIdValid()).isTrue();
        assertThat(lookedUp).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void findsTheLiveSessionBehindDeadOnes(int dead) {
        List<String> ids = dead(dead);
        ids.add(live);

        HttpServletRequest request = request(ids);

        assertThat(request.getSession(false)).isNotNull();
        assertThat(request.getRequestedSessionId()).isEqualTo(live);
    }

    @Test
    void asksTheStoreForAFewOfManyCookies() {
        List<String> ids = dead(100);
        ids.add(live);

        assertThat(request(ids).getSession(false)).isNull();
        assertThat(lookedUp).hasSize(8);
    }

    @Test
    void asksTheStoreForNoForgedAndNoRepeatedId() {
        List<String> ids = new ArrayList<>();
        String dead = IDS.create();
        for (int i = 0; i < 50; i++) {
            ids.add("forged-" + i);
            ids.add(dead);
            ids.add(dead.substring(1) + "A");
        }
        ids.add(live);

        assertThat(request(ids).getSession(false)).isNotNull();
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void showsOneSessionAsOneObject() {
        HttpServletRequest request = request(List.of(live));
        HttpServletRequest withoutCookie = request(List.of());

        assertThat(request.getSession()).isSameAs(request.getSession());
        assertThat(withoutCookie.getSession()).isSameAs(withoutCookie.getSession());
    }

    @Test
    void takesNewIdForASessionThatNobodyLoggedInTo() {
        HttpServletRequest request = request(List.of());
        String before = request.getSession().getId();

        String after = request.changeSessionId();

        assertThat(after).isNotEqualTo(before);
        assertThat(request.getSession().getId()).isEqualTo(after);
    }

    @Test
    void keepsTheIdOfAStoredSession() {
        HttpServletRequest request = request(List.of(live));

        assertThatIllegalStateException().isThrownBy(request::changeSessionId);

        assertThat(request.getSession().getId()).isEqualTo(live);
    }

    @Test
    void changesNoIdWithoutASession() {
        HttpServletRequest request = request(List.of());

        assertThatIllegalStateException().isThrownBy(request::changeSessionId);
    }

    @Test
    void takesIdsFromCookiesOnly() {
        HttpServletRequest dead = request(List.of(IDS.create()));
        HttpServletRequest withoutCookie = request(List.of());

        assertThat(dead.isRequestedSessionIdFromCookie()).isTrue();
        assertThat(dead.isRequestedSessionIdFromURL()).isFalse();
        assertThat(dead.isRequestedSessionIdValid()).isFalse();
        assertThat(withoutCookie.isRequestedSessionIdFromCookie()).isFalse();
        assertThat(withoutCookie.getRequestedSessionId()).isNull();
    }

    @Test
    void findsNoSessionOfARequestThatHasNotPassedTheFilter() {
        HttpServletRequest foreign = proxy(HttpServletRequest.class, (proxy, method, arguments) -> null);

        assertThatIllegalStateException().isThrownBy(() -> RequestedSession.of(foreign));
    }

    private static List<String> dead(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(IDS.create());
        }
        return ids;
    }

    private HttpServletRequest request(List<String> ids) {
        FailingFastSessionStore store = new FailingFastSessionStore(store(), NOBODY, Clock.systemUTC());
        SessionEnds ends = new SessionEnds(store, NOBODY, Clock.systemUTC());
        PendingDeletes pending = new PendingDeletes(store, Clock.systemUTC());
        LiveSessionStore live = new LiveSessionStore(store, pending, ends, Clock.systemUTC());
        BindingSchemes schemes = new BindingSchemes(List.of(SecretSchemes.of(KEY)));
        StoredSessions sessions = new StoredSessions(
                live,
                new CookieIds(IDS, request -> ids),
                new Bindings(schemes, LIFETIMES),
                LIFETIMES,
                new Quotas(0, 1),
                new Origins("node"));
        return sessions.attach(proxy(HttpServletRequest.class, (proxy, method, arguments) -> null));
    }

    private SessionStore store() {
        return proxy(SessionStore.class, (proxy, method, arguments) -> {
            lookedUp.add(arguments[0]);
            return Optional.of(stored()).filter(session -> session.key().equals(arguments[0]));
        });
    }

    private StoredSession stored() {
        long now = System.currentTimeMillis();
        Grant grant = new Grant("alice", "general", "", now, now + 150_000);
        return new StoredSession(SessionKey.of(live), grant, now, 150_000, 0, Map.of(), 1, "");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                StoredSessionRequestTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
