package org.boundsession.client;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the server's answer to a login says. Immutable. */
final class LoginAnswer {

    /** A cookie without its attributes (RFC 6265, section 4.1.1, but more lenient in the value). */
    private static final Pattern COOKIE = Pattern.compile("\\s*([!#$%&'*+.^_`|~\\w-]+)=([!-:<-~]*)\\s*(?:;.*)?");

    private final HttpResponse<String> response;
    private final String code;

    LoginAnswer(HttpResponse<String> response) {
        this.response = response;
        this.code = Json.code(response.body());
    }

    /**
     * Returns the session that the client has now.
     *
     * @param previous the session whose cookie the login sent, null if it sent none
     * @param proof of the session that the answer opens, null if it is not bound as it was asked for
     * @throws LoginFailedException if there is no session
     */
    Session session(@Nullable Session previous, @Nullable Proof proof) throws LoginFailedException {
        if (response.statusCode() != 200) {
            throw failure(code);
        }
        return switch (outcome()) {
            case "N" -> opened(previous, proof);
            case "A" -> confirmed(previous);
            default -> throw failure("");
        };
    }

    /**
     * Returns {@code N} or {@code A}; some load balancers remove headers with an underscore, but not the body's code.
     */
    private String outcome() {
        String fromBody = switch (code) {
            case "logged_in" -> "N";
            case "session_authorized" -> "A";
            default -> "";
        };
        return response.headers().firstValue("custom_status").orElse(fromBody).strip();
    }

    /**
     * All cookies of the answer, because the container may give the session's another name, and a load balancer may add
     * one that leads to the node with the session. Some balancers do so only if the request has none, so the cookies
     * that the login sent are kept unless the answer replaces or deletes them.
     */
    private Session opened(@Nullable Session previous, @Nullable Proof proof) throws LoginFailedException {
        Map<String, String> received = cookies(response.headers().allValues("Set-Cookie"));
        if (String.join("", received.values()).isEmpty()) {
            throw failure("cookie_missing");
        }
        if (proof == null) {
            throw failure("binding_missing");
        }
        Map<String, String> cookies = previous == null ? new LinkedHashMap<>() : cookies(previous.cookies());
        cookies.putAll(received);
        return new Session(header(cookies), proof);
    }

    /** Returns the header with these cookies; one without a value is deleted. */
    private static String header(Map<String, String> cookies) {
        StringJoiner header = new StringJoiner("; ");
        for (Map.Entry<String, String> cookie : cookies.entrySet()) {
            if (!cookie.getValue().isEmpty()) {
                header.add(cookie.getKey() + "=" + cookie.getValue());
            }
        }
        return header.toString();
    }

    private static Map<String, String> cookies(Iterable<String> lines) {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher cookie = COOKIE.matcher(line);
            if (cookie.matches()) {
                cookies.put(cookie.group(1), cookie.group(2));
            }
        }
        return cookies;
    }

    private Session confirmed(@Nullable Session previous) throws LoginFailedException {
        if (previous == null) {
            throw failure("cookie_missing");
        }
        return previous;
    }

    private LoginFailedException failure(String reason) {
        return new LoginFailedException(
                response.statusCode(),
                reason,
                RetryAfter.of(response.statusCode(), response.headers()).orElse(null));
    }
}
