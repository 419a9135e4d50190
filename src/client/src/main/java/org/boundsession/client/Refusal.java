package org.boundsession.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SubmissionPublisher;

/**
 * A 401 of the server itself, before it processed the request. What the client does then depends on the code in the
 * body, so the body is read and kept for the caller. Immutable.
 */
final class Refusal {

    private final ResponseInfo info;
    private final byte[] body;
    private final String json;

    Refusal(ResponseInfo info, byte[] body) {
        this.info = info;
        this.body = body;
        this.json = new String(body, StandardCharsets.UTF_8);
    }

    /** A gateway, or a servlet behind the filter, may have done something before it answered 401. */
    static boolean is(ResponseInfo info) {
        return info.statusCode() == 401
                && info.headers().firstValue("WWW-Authenticate").orElse("").startsWith("BoundSession ");
    }

    /** Returns the code of the body, or an empty string if there is none, as in the answer to a HEAD. */
    String code() {
        return Json.code(json);
    }

    /** Returns the server's time in seconds since 1970; that of a header is less exact, and may be that of a proxy. */
    long serverTime(long defaultValue) {
        String exact = Json.member(json, "server_time", "\\d{1,12}");
        try {
            return exact.isEmpty() ? RetryAfter.date(info.headers(), "Date").getEpochSecond() : Long.parseLong(exact);
        } catch (DateTimeException e) {
            return defaultValue;
        }
    }

    /** For the author of a client or the owner of a proxy. A hash tells nothing of key and request. */
    void report(HttpRequest sent) {
        System.getLogger(BoundSessionClient.class.getName())
                .log(
                        Level.WARNING,
                        "The server refused a signature (proof_invalid). signature_base_sha256 at the server: {0}; at the"
                                + " client: {1}. If they differ, a proxy changes the request: see /binding. If not, the"
                                + " keys differ",
                        Json.member(json, "signature_base_sha256", "[0-9a-f]{64}"),
                        SigningKey.baseSha256(sent));
    }

    /** Returns what the caller's handler makes of the answer. */
    <T> T handledBy(BodyHandler<T> handler) throws IOException, InterruptedException {
        BodySubscriber<T> subscriber = handler.apply(info);
        try (SubmissionPublisher<List<ByteBuffer>> publisher = new SubmissionPublisher<>(Runnable::run, 1)) {
            publisher.subscribe(subscriber);
            publisher.submit(List.of(ByteBuffer.wrap(body)));
        }
        try {
            return subscriber.getBody().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException("The body of the answer could not be handled", e.getCause());
        }
    }
}
