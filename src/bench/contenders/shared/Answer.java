package contender;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The one answer of every contender, and the headers that bound-session sets on its answers. */
final class Answer {
    private static final byte[] BODY =
            "{\"message\":\"Here you can find employee details\",\"employees\":[]}".getBytes(StandardCharsets.UTF_8);

    private Answer() {}

    static void sendWithHeaders(HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        send(response);
    }

    static void send(HttpServletResponse response) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(BODY.length);
        response.getOutputStream().write(BODY);
    }
}
