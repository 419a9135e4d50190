package org.boundsession.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.boundsession.keys.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Discards request bodies that no servlet reads, up to {@link RequestBody#MAX_BYTES}, with non-blocking I/O. A
 * container itself reads an unread body by blocking reads, with which a client that sends slowly occupies a thread.
 * Thread-safe.
 */
final class BodyPolicy {

    /**
     * Attribute of the ServletContext, set if the container waits for the rest of a body on {@code
     * AsyncContext.complete} and breaks the connection on a timeout that no listener handles.
     */
    static final String COMPLETION_AWAITS_BODY = BodyPolicy.class.getName() + ".completionAwaitsBody";

    private static final long ANSWERED = -1;

    private final SecurityHeaders headers;
    private final Answers answers;
    private final boolean completionAwaitsBody;

    BodyPolicy(ServletContext context, SecurityHeaders headers, Answers answers) {
        completionAwaitsBody = context.getAttribute(COMPLETION_AWAITS_BODY) != null;
        this.headers = headers;
        this.answers = answers;
    }

    /**
     * Takes over a request whose servlet does not read its body: the request is dispatched to its path after the body
     * has been discarded, or refused.
     *
     * @param path the served path, decoded
     * @return false if there is no body to discard, so that the caller processes the request
     */
    boolean takes(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        MessageDigest digest = request.getHeader("Content-Digest") == null ? null : Sha256.create();
        Exchange exchange = new Exchange(request, response, digest, async -> dispatch(async, path));
        if (RequestBody.isTooLarge(request)) {
            exchange.tooLarge();
            drain(exchange, ANSWERED);
            return true;
        }
        return drain(exchange, RequestBody.MAX_BYTES);
    }

    /**
     * Discards the body of a request that has been refused, even if its servlet reads bodies.
     *
     * @param response the response with the refusal, not committed
     */
    void dropAfterRefusal(HttpServletRequest request, HttpServletResponse response) throws IOException {
        drain(new Exchange(request, response, null, AsyncContext::complete), BodyDrain.MAX_READ_BYTES);
    }

    private static boolean drain(Exchange exchange, long limit) throws IOException {
        HttpServletRequest request = exchange.request;
        if (!request.isAsyncSupported()) {
            return false;
        }
        ServletInputStream body = request.getInputStream();
        if (!RequestBody.isOutstanding(request, body)) {
            return false;
        }
        new BodyDrain(request.startAsync(), body, limit, exchange.digest, exchange).start();
        return true;
    }

    @FunctionalInterface
    private interface Continuation {
        void proceed(AsyncContext async);
    }

    /** A request, its response, and how it continues after its body has been discarded. */
    private final class Exchange implements BodyDrain.Outcome {

        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final @Nullable MessageDigest digest;
        private final Continuation continuation;

        /** @param digest takes the body; null if the client says nothing of its digest */
        Exchange(
                HttpServletRequest request,
                HttpServletResponse response,
                @Nullable MessageDigest digest,
                Continuation continuation) {
            this.request = request;
            this.response = response;
            this.digest = digest;
            this.continuation = continuation;
        }

        @Override
        public void dropped(AsyncContext async, long bytes) throws IOException {
            DroppedBody.of(bytes, digest).setOn(request);
            try {
                continuation.proceed(async);
            } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException noSuchPath) {
                refuse(Refusal.NOT_FOUND);
                async.complete();
            }
        }

        @Override
        public void tooLarge() throws IOException {
            refuse(Refusal.BODY_TOO_LARGE);
        }

        @Override
        public void malformed() throws IOException {
            refuse(Refusal.BODY_MALFORMED);
        }

        @Override
        public void abandoned(AsyncContext async) {
            if (!completionAwaitsBody) {
                async.complete();
            }
        }

        private void refuse(Refusal refusal) throws IOException {
            if (response.isCommitted()) {
                return;
            }
            response.reset();
            headers.applyTo(request, response);
            if (!RequestBody.isHttp2(request)) {
                response.setHeader("Connection", "close");
            }
            answers.refuseBeforeBody(response, refusal);
        }
    }

    private static void dispatch(AsyncContext async, String path) {
        // Encoded, because a dispatch decodes the path: it must reach the servlet that the container has chosen before.
        async.dispatch(URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/"));
    }
}
