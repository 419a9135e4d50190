package org.boundsession.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.boundsession.binding.Unproved;

/** Writes JSON responses with their status, challenge and {@code Retry-After}. Thread-safe. */
public final class Answers {

    /** The content type of all responses. */
    public static final String JSON = "application/json;charset=UTF-8";

    /** Has its own buffer pool, because the default one leaves buffers in thread-locals of the container's threads. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newLockFreePool())
            .build();

    private static final String BASIC = "Basic realm=\"bound-session\", charset=\"UTF-8\"";

    private static final String BEARER = "Bearer realm=\"bound-session\"";

    private final String boundSessionChallenge;

    /** @param loginPath the path of the login servlet, with the context path, percent-encoded */
    Answers(String loginPath) {
        boundSessionChallenge = "BoundSession login=\"" + loginPath + "\"";
    }

    /** Writes the fields of a JSON object. */
    @FunctionalInterface
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /**
     * Returns a generator that does not close the stream. If the generator is closed early, the JSON stays incomplete,
     * so that a client detects it.
     */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    }

    /**
     * The response is sent when the container has finished the request, which includes that it has replicated a new
     * session. It is written by a Writer, because Tomcat sends the response at once when the OutputStream has received
     * as many bytes as {@code Content-Length} announces.
     */
    void ok(HttpServletResponse response, Fields fields) throws IOException {
        byte[] body = object(fields);
        start(response, HttpServletResponse.SC_OK, body);
        response.getWriter().write(new String(body, StandardCharsets.UTF_8));
    }

    /** Refuses a request other than a login. */
    public void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
        refuse(response, refusal, boundSessionChallenge);
    }

    /**
     * Refuses a login. A 401 asks for Basic credentials, except in a page's script, where it would open the browser's
     * dialog. Browsers send {@code Sec-Fetch-Mode} to loopback and over HTTPS only; {@code X-Requested-With} is what
     * scripts send elsewhere.
     */
    void refuseLogin(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        refuse(response, refusal, loginChallenge(request));
    }

    private String loginChallenge(HttpServletRequest request) {
        return isScript(request) ? boundSessionChallenge : BASIC;
    }

    private static boolean isScript(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return mode == null ? request.getHeader("X-Requested-With") != null : !mode.equals("navigate");
    }

    /**
     * Refuses a request without the token that it needs (RFC 6750, section 3).
     *
     * @param presented whether the request has a token, which is then the wrong one
     */
    void refuseToken(HttpServletResponse response, Refusal refusal, boolean presented) throws IOException {
        refuse(response, refusal, presented ? BEARER + ", error=\"invalid_token\"" : BEARER);
    }

    /**
     * Sends a refusal at once, before the request's body has been read. It is written by a Writer, because Tomcat
     * closes the body when the OutputStream has received as many bytes as {@code Content-Length} announces.
     */
    void refuseBeforeBody(HttpServletResponse response, Refusal refusal) throws IOException {
        start(response, refusal.status(), refusal.body());
        response.getWriter().write(new String(refusal.body(), StandardCharsets.UTF_8));
        response.flushBuffer();
    }

    /** Refuses a request whose evidence is not accepted. */
    void refuse(HttpServletResponse response, Unproved reason) throws IOException {
        reason.headers().forEach(response::setHeader);
        refuse(response, Refusal.unproved(reason), json -> writeFields(json, reason));
    }

    /** Refuses a login whose evidence is not accepted. */
    void refuseLogin(HttpServletRequest request, HttpServletResponse response, Unproved reason) throws IOException {
        reason.headers().forEach(response::setHeader);
        refuse(response, Refusal.unproved(reason), json -> writeFields(json, reason), loginChallenge(request));
    }

    private static void writeFields(JsonGenerator json, Unproved reason) throws IOException {
        for (Map.Entry<String, Object> field : new TreeMap<>(reason.fields()).entrySet()) {
            json.writeObjectField(field.getKey(), field.getValue());
        }
    }

    /** Refuses a request as {@link #refuse(HttpServletResponse, Refusal)}, with further fields after its own. */
    void refuse(HttpServletResponse response, Refusal refusal, Fields further) throws IOException {
        refuse(response, refusal, further, boundSessionChallenge);
    }

    private static void refuse(HttpServletResponse response, Refusal refusal, Fields further, String challenge)
            throws IOException {
        setHeaders(response, refusal, challenge);
        send(response, refusal.status(), object(json -> {
            refusal.writeTo(json);
            further.writeTo(json);
        }));
    }

    private void refuse(HttpServletResponse response, Refusal refusal, String challenge) throws IOException {
        setHeaders(response, refusal, challenge);
        send(response, refusal.status(), refusal.body());
    }

    private static void setHeaders(HttpServletResponse response, Refusal refusal, String challenge) {
        if (refusal.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", challenge);
        }
        if (refusal.helpsToRetry()) {
            response.setIntHeader("Retry-After", refusal.retryAfter());
        }
    }

    static byte[] body(Fields fields) {
        try {
            return object(fields);
        } catch (IOException e) {
            throw new UncheckedIOException("a ByteArrayOutputStream does not fail", e);
        }
    }

    private static byte[] object(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void send(HttpServletResponse response, int status, byte[] body) throws IOException {
        start(response, status, body);
        response.getOutputStream().write(body);
    }

    private static void start(HttpServletResponse response, int status, byte[] body) {
        response.setStatus(status);
        response.setContentType(JSON);
        response.setContentLength(body.length);
    }
}
