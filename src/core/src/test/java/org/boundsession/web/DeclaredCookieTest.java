package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredCookieTest {

    private final Map<String, Object> config =
            new HashMap<>(Map.of("getName", "Session_ID", "getMaxAge", 150, "isHttpOnly", true, "isSecure", false));
    private final Map<String, String> attributes = new HashMap<>();
    private String contextPath = "/app";
    private String serverInfo = "Undertow";

    @ParameterizedTest
    @ValueSource(strings = {"SameSite", "Partitioned", "Priority", "Of-Tomorrow"})
    void copiesAttributesThatAreDeclared(String name) {
        attributes.put(name, "x");

        assertThat(create().getAttribute(name)).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "Name", "value", "Comment", "version", "Expires"})
    void copiesNothingThatAContainerKeepsBesideThem(String name) {
        attributes.put(name, "x");

        assertThat(create().getAttribute(name)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Undertow, /app, , /app",
        "Undertow, '', , /",
        "Undertow, '', /, /",
        "Undertow, /bound session, /bound session, /bound%20session",
        "Undertow, /bound session, , /bound%20session",
        "jetty/12.0.25, /bound%20session, , /bound%20session",
        "jetty/12.0.25, /bound%20session, /bound%20session, /bound%20session",
        "Undertow, /app, /, /",
        "Undertow, /app, /app/, /app/"
    })
    void spellsThePathAsAUriDoes(String server, String context, String declared, String path) {
        serverInfo = server;
        contextPath = context;
        config.put("getPath", declared);

        assertThat(create().getPath()).isEqualTo(path);
    }

    @Test
    void tellsTheContainerHowItsPathIsSpelled() {
        contextPath = "/bound session";
        config.put("getPath", contextPath);

        create();

        assertThat(config).containsEntry("setPath", "/bound%20session");
    }

    private Cookie create() {
        return DeclaredCookie.of(context()).create("x", false);
    }

    private ServletContext context() {
        config.put("getAttributes", attributes);
        SessionCookieConfig declared = proxy(SessionCookieConfig.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setPath")) {
                config.put("setPath", arguments[0]);
            }
            return config.get(method.getName());
        });
        Map<String, Object> context =
                Map.of("getSessionCookieConfig", declared, "getContextPath", contextPath, "getServerInfo", serverInfo);
        return proxy(ServletContext.class, (proxy, method, arguments) -> context.get(method.getName()));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(DeclaredCookieTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
