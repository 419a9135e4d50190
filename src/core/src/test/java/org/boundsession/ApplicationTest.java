package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.SessionCookieConfig;
import java.lang.reflect.Proxy;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ApplicationTest {

    /** A library that is missing is a LinkageError; a thread that goes on would leak the application's class loader. */
    @Test
    void endsItsThreadsIfTheStartFailsWithAnError() {
        ServletContextEvent event = new ServletContextEvent(contextWithoutALibrary());

        assertThatThrownBy(() -> new Application().contextInitialized(event))
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessage("some/Library");

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("bound-session-audit");
    }

    private static ServletContext contextWithoutALibrary() {
        return fake(ServletContext.class, method -> switch (method) {
            case "getInitParameterNames" -> Collections.emptyEnumeration();
            case "getInitParameter", "getAttribute" -> null;
            case "getContextPath" -> "/test";
            case "getServerInfo" -> "a server";
            case "getSessionCookieConfig" -> cookie();
            default -> throw new NoClassDefFoundError("some/Library");
        });
    }

    private static SessionCookieConfig cookie() {
        return fake(SessionCookieConfig.class, method -> switch (method) {
            case "getMaxAge" -> 150;
            case "isHttpOnly", "isSecure" -> true;
            case "getAttributes" -> Collections.emptyMap();
            case "getName" -> "Session_ID";
            default -> null;
        });
    }

    private interface Answers {
        Object to(String method);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.to(method.getName()));
        return type.cast(proxy);
    }
}
