package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BufferedRequestTest {

    private static final byte[] BODY = "a=body&b=ü".getBytes(StandardCharsets.UTF_8);

    private final HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });
    private final List<Object> asyncArguments = new ArrayList<>();
    private final BufferedRequest request = new BufferedRequest(form(), response, BODY);

    private HttpServletRequest form() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContentType" -> "Application/X-WWW-form-urlencoded; charset=UTF-8";
                    case "getMethod" -> "POST";
                    case "getCharacterEncoding" -> "UTF-8";
                    case "getParameterMap" -> Map.of("a", new String[] {"query"});
                    case "startAsync" -> {
                        asyncArguments.addAll(List.of(arguments));
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void showsParametersOfQueryAndBody() {
        assertThat(request.getParameter("a")).isEqualTo("query");
        assertThat(request.getParameterValues("a")).containsExactly("query", "body");
        assertThat(request.getParameter("b")).isEqualTo("ü");
        assertThat(request.getParameter("c")).isNull();
        assertThat(Collections.list(request.getParameterNames())).containsExactly("a", "b");
    }

    @Test
    void isReadAsAStreamAlsoAfterItsParametersWere() throws IOException {
        request.getParameterMap();

        assertThat(request.getInputStream().readAllBytes()).isEqualTo(BODY);
        assertThat(request.getInputStream().isFinished()).isTrue();
        assertThatThrownBy(request::getReader).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isReadByAReader() throws IOException {
        assertThat(request.getReader().readLine()).isEqualTo("a=body&b=ü");
        assertThatThrownBy(request::getInputStream).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hasNoParts() {
        assertThatThrownBy(request::getParts).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> request.getPart("a")).isInstanceOf(IllegalStateException.class);
    }

    /** The container's own would give the servlet a request whose body has been read. */
    @Test
    void givesItselfToAsynchronousProcessing() {
        AsyncContext none = request.startAsync();

        assertThat(none).isNull();
        assertThat(asyncArguments.get(0)).isSameAs(request);
        assertThat(asyncArguments.get(1)).isSameAs(response);
    }

    @Test
    void callsAReadListener() {
        Listener listener = new Listener(request.getInputStream());

        request.getInputStream().setReadListener(listener);

        assertThat(listener.calls).containsExactly("data 11", "all");
        assertThatThrownBy(() -> request.getInputStream().setReadListener(listener))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsAReadListenerOfItsOwnFailure() {
        Listener listener = new Listener(request.getInputStream());
        listener.failure = new IllegalStateException("of the servlet");

        request.getInputStream().setReadListener(listener);

        assertThat(listener.calls).containsExactly("error of the servlet");
    }

    private static final class Listener implements ReadListener {

        private final List<String> calls = new ArrayList<>();
        private final ServletInputStream input;
        private RuntimeException failure;

        private Listener(ServletInputStream input) {
            this.input = input;
        }

        @Override
        public void onDataAvailable() throws IOException {
            if (failure != null) {
                throw failure;
            }
            calls.add("data " + input.readAllBytes().length);
        }

        @Override
        public void onAllDataRead() {
            calls.add("all");
        }

        @Override
        public void onError(Throwable error) {
            calls.add("error " + error.getMessage());
        }
    }
}
