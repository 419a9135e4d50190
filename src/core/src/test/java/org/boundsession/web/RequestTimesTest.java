package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.boundsession.admin.HttpTimings;
import org.boundsession.admin.Metrics;
import org.junit.jupiter.api.Test;

class RequestTimesTest {

    private final Metrics metrics = new Metrics();
    private final RequestTimes times = new RequestTimes(new HttpTimings(metrics));

    private final Map<String, Object> attributes = new HashMap<>();
    private final List<AsyncListener> listeners = new ArrayList<>();
    private boolean asyncStarted;
    private boolean asyncEnded;
    private int status = 200;

    private final AsyncContext async = fake(AsyncContext.class, (proxy, method, arguments) -> {
        if (asyncEnded) {
            throw new IllegalStateException("ended");
        }
        listeners.add((AsyncListener) arguments[0]);
        return null;
    });
    private final HttpServletMapping mapping =
            fake(HttpServletMapping.class, (proxy, method, arguments) -> "EmployeesServlet");
    private final HttpServletRequest request =
            fake(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "getHttpServletMapping" -> mapping;
                case "isAsyncStarted" -> asyncStarted;
                case "getAsyncContext" -> async;
                case "getAttribute" -> attributes.get((String) arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                case "removeAttribute" -> attributes.remove((String) arguments[0]);
                default -> throw new UnsupportedOperationException(method.getName());
            });
    private final HttpServletResponse response = fake(HttpServletResponse.class, (proxy, method, arguments) -> status);

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void recordsTheStatusOfTheAnswer() throws Exception {
        times.pass(request, response, () -> status = 404);

        assertThatOnly(404);
    }

    @Test
    void recordsAnExceptionAsFailure() {
        assertThatThrownBy(() -> times.pass(request, response, () -> {
                    throw new ServletException("failed by the test");
                }))
                .hasMessage("failed by the test");

        assertThatOnly(500);
    }

    @Test
    void recordsAnAsynchronousRequestWhenItEnds() throws Exception {
        times.pass(request, response, () -> asyncStarted = true);
        assertThat(recorded()).isEmpty();

        status = 503;
        complete();
        complete();

        assertThatOnly(503);
    }

    /** A dispatch may start a further asynchronous cycle. */
    @Test
    void recordsTheEndOfTheLastCycle() throws Exception {
        times.pass(request, response, () -> asyncStarted = true);

        AsyncListener first = listeners.remove(0);
        first.onStartAsync(new AsyncEvent(async, request, response));
        assertThat(recorded()).isEmpty();
        complete();

        assertThatOnly(200);
    }

    @Test
    void recordsARequestThatAnotherThreadHasEndedMeanwhile() throws Exception {
        times.pass(request, response, () -> {
            asyncStarted = true;
            asyncEnded = true;
        });

        assertThatOnly(200);
    }

    private void complete() throws IOException {
        for (AsyncListener listener : listeners) {
            listener.onComplete(new AsyncEvent(async, request, response));
        }
    }

    private void assertThatOnly(int expected) {
        assertThat(recorded())
                .containsExactly("bound_session_http_requests_seconds_count{endpoint=\"EmployeesServlet\",status=\""
                        + expected + "\"} 1");
    }

    private List<String> recorded() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            metrics.writeTo(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("bound_session_http_requests_seconds_count"))
                .toList();
    }
}
