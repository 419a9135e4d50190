package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.boundsession.binding.SessionEvents;
import org.boundsession.binding.SessionSecrets;
import org.boundsession.store.FailingFastSessionStore;
import org.boundsession.store.Grant;
import org.boundsession.store.PendingDeletes;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SignedIds;
import org.boundsession.store.StoredSession;
import org.boundsession.store.StoredSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSessionRequestTest {

    private static final SignedIds IDS = new SignedIds(
            new SessionSecrets(List.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)), "/"));

    private final String live = IDS.create();
    private final List<Object> lookedUp = new ArrayList<>();

    @Test
    void asksTheStoreOnceForTheOnlyCookie() {
        StoredSessionRequest request = request(List.of(live));

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

        StoredSessionRequest request = request(ids);

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

    private static List<String> dead(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(IDS.create());
        }
        return ids;
    }

    private StoredSessionRequest request(List<String> ids) {
        Cookie[] cookies = ids.stream().map(id -> new Cookie("Session_ID", id)).toArray(Cookie[]::new);
        ServletContext context = context();
        FailingFastSessionStore store =
                new FailingFastSessionStore(store(), proxy(FailingFastSessionStore.Listener.class, nothing()));
        StoredSessions sessions = new StoredSessions(
                store,
                IDS,
                context,
                new PendingDeletes(store, Clock.systemUTC()),
                proxy(SessionEvents.class, nothing()),
                Clock.systemUTC());
        return new StoredSessionRequest(
                proxy(HttpServletRequest.class, (proxy, method, arguments) -> cookies),
                proxy(HttpServletResponse.class, nothing()),
                sessions,
                new SessionCookie(context));
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

    private static ServletContext context() {
        SessionCookieConfig config =
                proxy(SessionCookieConfig.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getName" -> "Session_ID";
                    case "getMaxAge" -> 150;
                    case "isHttpOnly", "isSecure" -> false;
                    case "getAttributes" -> Map.of();
                    default -> null;
                });
        return proxy(ServletContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getSessionCookieConfig" -> config;
            case "getContextPath", "getServerInfo" -> "";
            default -> null;
        });
    }

    private static InvocationHandler nothing() {
        return (proxy, method, arguments) -> null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                StoredSessionRequestTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
