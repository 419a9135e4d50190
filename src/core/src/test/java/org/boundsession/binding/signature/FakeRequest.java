package org.boundsession.binding.signature;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.boundsession.testkit.proof.Proof;
import org.jspecify.annotations.Nullable;

/** A request with what signatures look at. */
final class FakeRequest implements InvocationHandler {

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final List<String> headerLines;
    private final Map<Object, Object> attributes = new HashMap<>();
    private DispatcherType type = DispatcherType.REQUEST;

    private FakeRequest(String method, String target, List<String> headerLines) {
        int query = target.indexOf('?');
        this.method = method;
        this.path = query < 0 ? target : target.substring(0, query);
        this.query = query < 0 ? null : target.substring(query + 1);
        this.headerLines = headerLines;
    }

    static HttpServletRequest of(String method, String target, Proof proof) {
        return of(method, target, proof.headerLines());
    }

    static HttpServletRequest of(String method, String target, List<String> headerLines) {
        return new FakeRequest(method, target, headerLines).toRequest();
    }

    /** Returns a request as it is after a dispatch to another path. */
    static HttpServletRequest dispatched(
            DispatcherType type, String target, Map<String, String> attributes, List<String> headerLines) {
        FakeRequest request = new FakeRequest("GET", target, headerLines);
        request.type = type;
        request.attributes.putAll(attributes);
        return request.toRequest();
    }

    private HttpServletRequest toRequest() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                FakeRequest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method called, Object @Nullable [] arguments) {
        return switch (called.getName()) {
            case "getMethod" -> method;
            case "getRequestURI" -> path;
            case "getQueryString" -> query;
            case "getContextPath" -> "/bound-session";
            case "getDispatcherType" -> type;
            case "getHeaders" -> Collections.enumeration(values(arguments[0]));
            case "getHeader" -> values(arguments[0]).stream().findFirst().orElse(null);
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(called.getName());
        };
    }

    private List<String> values(Object name) {
        String start = name.toString().toLowerCase(Locale.ROOT) + ":";
        return headerLines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }
}
