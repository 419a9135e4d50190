package org.boundsession.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads and discards one request body with non-blocking I/O (a {@code ReadListener}). The container calls it from one
 * thread at a time, except for the timeout.
 *
 * <p>A body that is too large or too slow is refused, and then read for a while longer (lingering close): a client that
 * writes its whole body before it reads would otherwise get a connection reset instead of the answer.
 */
final class BodyDrain implements ReadListener, AsyncEvents.Handler {

    /** The maximum number of bytes that are read, including those after a refusal. */
    static final int MAX_READ_BYTES = 16 * 1024 * 1024;

    /** Milliseconds for the whole body, less than the time after which Tomcat itself closes a silent connection. */
    private static final long TIMEOUT = 8_000;

    private static final int BUFFER_BYTES = 4096;

    private enum Phase {
        DROPPING,
        LINGERING,
        ENDED
    }

    /** Continues or refuses the request. */
    interface Outcome {

        /**
         * The body has been discarded: dispatches or completes.
         *
         * @param bytes the number of its bytes
         */
        void dropped(AsyncContext async, long bytes) throws IOException;

        /** Answers that the body is too large or too slow. */
        void tooLarge() throws IOException;

        /** Answers that the body violates the protocol. */
        void malformed() throws IOException;

        /** The body has not ended in time, and the answer has been sent: ends the connection. */
        void abandoned(AsyncContext async);
    }

    private final AsyncContext async;
    private final ServletInputStream body;
    private final long limit;
    private final Outcome outcome;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.DROPPING);
    private final byte[] scrap = new byte[BUFFER_BYTES];
    private final @Nullable MessageDigest digest;
    private int bytes;

    /**
     * @param limit the maximum size in bytes; negative if the request has already been refused for it
     * @param digest takes what is discarded; null if nobody asks for it
     */
    BodyDrain(
            AsyncContext async, ServletInputStream body, long limit, @Nullable MessageDigest digest, Outcome outcome) {
        this.async = async;
        this.body = body;
        this.limit = limit;
        this.digest = digest;
        this.outcome = outcome;
        if (limit < 0) {
            phase.set(Phase.LINGERING);
        }
    }

    /** Registers this with the container, which calls it from then on. */
    void start() {
        AsyncEvents.handle(async, TIMEOUT, this);
        body.setReadListener(this);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (bytes <= MAX_READ_BYTES && body.isReady() && !body.isFinished()) {
            int read = Math.max(0, body.read(scrap));
            bytes += read;
            if (digest != null && bytes <= limit) {
                digest.update(scrap, 0, read);
            }
            if (bytes > limit) {
                refuse();
            }
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        if (phase.getAndSet(Phase.ENDED) == Phase.DROPPING) {
            outcome.dropped(async, bytes);
            return;
        }
        async.complete();
    }

    /** Called if the client is silent or has disconnected, or if its chunks are malformed. */
    @Override
    public void onError(Throwable failure) {
        try {
            if (failure instanceof InterruptedIOException) {
                refuse();
            } else if (phase.compareAndSet(Phase.DROPPING, Phase.ENDED)) {
                outcome.malformed();
            }
        } catch (IOException gone) {
            // The client has disconnected, so that no answer can be sent.
            phase.set(Phase.ENDED);
        }
        async.complete();
    }

    @Override
    public void onTimeout() throws IOException {
        refuse();
        if (phase.compareAndSet(Phase.LINGERING, Phase.ENDED)) {
            outcome.abandoned(async);
        }
    }

    @Override
    public void onComplete() {
        phase.set(Phase.ENDED);
    }

    private void refuse() throws IOException {
        if (phase.compareAndSet(Phase.DROPPING, Phase.LINGERING)) {
            outcome.tooLarge();
        }
    }
}
