package org.boundsession.client;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A request as it arrived at the {@link ProtocolServer}. */
record Seen(String method, String target, Headers headers, String body) {

    static Seen of(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new Seen(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body);
    }

    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError("doubled header " + name);
        }
        return values.stream().findFirst();
    }

    Optional<String> cookie() {
        return header("Cookie");
    }

    /** Returns the session's cookie, which others may stand beside. */
    Optional<String> session() {
        return cookie().stream()
                .flatMap(header -> Stream.of(header.split("; ")))
                .filter(cookie -> cookie.startsWith("Session_ID="))
                .findFirst();
    }

    boolean isLogin() {
        return target.endsWith("/login");
    }

    boolean isLogout() {
        return target.endsWith("/logout");
    }
}
