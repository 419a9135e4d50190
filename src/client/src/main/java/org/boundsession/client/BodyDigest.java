package org.boundsession.client;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body for its digest (RFC 9530), which must be known before the body is sent. So the body is published twice,
 * and never kept in memory; the second time it passes to the server, but not its end if it is another body than before.
 */
final class BodyDigest implements Flow.Subscriber<ByteBuffer> {

    private final Flow.@Nullable Subscriber<? super ByteBuffer> server;
    private final byte[] expected;
    private final MessageDigest digest = SigningKey.sha256();
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();

    private BodyDigest(Flow.@Nullable Subscriber<? super ByteBuffer> server, byte[] expected) {
        this.server = server;
        this.expected = expected;
    }

    /**
     * Reads a body.
     *
     * @throws IOException if it cannot be read, or not within the time
     */
    static byte[] of(BodyPublisher body, Optional<Duration> timeout) throws IOException, InterruptedException {
        BodyDigest reader = new BodyDigest(null, new byte[0]);
        body.subscribe(reader);
        try {
            return reader.result.get(timeout.map(Duration::toMillis).orElse(Long.MAX_VALUE), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("The body of the request could not be read", e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("The body of the request was not published in time");
        }
    }

    /** Returns a body that fails if it is not the one that was read. */
    static BodyPublisher checked(BodyPublisher body, byte[] expected) {
        Flow.Publisher<ByteBuffer> checked = server -> body.subscribe(new BodyDigest(server, expected));
        long length = body.contentLength();
        return length < 0 ? BodyPublishers.fromPublisher(checked) : BodyPublishers.fromPublisher(checked, length);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (server == null) {
            subscription.request(Long.MAX_VALUE);
        } else {
            server.onSubscribe(subscription);
        }
    }

    @Override
    public void onNext(ByteBuffer part) {
        digest.update(part.duplicate());
        if (server != null) {
            server.onNext(part);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
        if (server != null) {
            server.onError(new IOException(
                    "The body could not be published a second time as it was signed; use a body publisher that can, for"
                            + " instance of a string, of bytes or of a file",
                    failure));
        }
    }

    @Override
    public void onComplete() {
        byte[] read = digest.digest();
        result.complete(read);
        if (server != null && MessageDigest.isEqual(read, expected)) {
            server.onComplete();
        } else if (server != null) {
            onError(new IOException("It was another body"));
        }
    }
}
