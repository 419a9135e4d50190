package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class BoundaryTest {

    private final StoreUnavailableException outage = StoreUnavailableException.failed("a test", null);

    private final Map<Object, Object> headers = new HashMap<>();
    private final HttpServletRequest request = proxy(HttpServletRequest.class, (proxy, method, args) -> false);
    private final HttpServletResponse response = proxy(HttpServletResponse.class, this::respond);
    private final Boundary boundary = new Boundary(new SecurityHeaders(0), new Answers("/login"));

    private int status;
    private boolean committed;

    @Test
    void keepsHeadersOfOtherFiltersIfALoginFindsNoPlace() throws Exception {
        response.setHeader("Access-Control-Allow-Origin", "https://shop.example");

        boundary.pass(request, response, () -> {
            throw new BusyException("a test");
        });

        assertThat(status).isEqualTo(503);
        assertThat(headers).containsEntry("Access-Control-Allow-Origin", "https://shop.example");
        assertThat(headers).containsEntry("Retry-After", 1);
    }

    @Test
    void takesBackWhatAServletHasBegunIfTheStoreFails() throws Exception {
        boundary.pass(request, response, () -> {
            response.setHeader("Set-Cookie", "begun=1");
            throw outage;
        });

        assertThat(status).isEqualTo(503);
        assertThat(headers).doesNotContainKey("Set-Cookie").containsKeys("Cache-Control", "Retry-After");
    }

    @Test
    void findsLackOfAPlaceThatAFilterHasWrapped() throws Exception {
        boundary.pass(request, response, () -> {
            throw new ServletException(new BusyException("a test"));
        });

        assertThat(status).isEqualTo(503);
        assertThat(headers).containsEntry("Retry-After", 1);
    }

    @Test
    void findsFailureOfTheStoreThatAServletHasWrapped() throws Exception {
        boundary.pass(request, response, () -> {
            throw new ServletException(outage);
        });

        assertThat(status).isEqualTo(503);
    }

    @Test
    void leavesOtherFailuresToTheContainer() {
        ServletException other = new ServletException("of the servlet");

        assertThatThrownBy(() -> boundary.pass(request, response, () -> {
                    throw other;
                }))
                .isSameAs(other);
    }

    @Test
    void breaksOffAnAnswerThatTheClientHasBegunToRead() {
        committed = true;

        assertThatThrownBy(() -> boundary.pass(request, response, () -> {
                    throw outage;
                }))
                .isSameAs(outage);
        assertThat(status).isZero();
    }

    private Object respond(Object proxy, java.lang.reflect.Method method, Object[] args) {
        switch (method.getName()) {
            case "setHeader", "addHeader", "setIntHeader" -> headers.put(args[0], args[1]);
            case "setStatus" -> status = (int) args[0];
            case "reset" -> headers.clear();
            case "isCommitted" -> {
                return committed;
            }
            case "getOutputStream" -> {
                return new Nowhere();
            }
            default -> {}
        }
        return null;
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int b) {}
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(BoundaryTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
