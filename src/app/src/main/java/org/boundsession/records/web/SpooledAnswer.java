package org.boundsession.records.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.boundsession.web.AsyncEvents;

/**
 * Sends a large response with non-blocking I/O (a {@code WriteListener}), as fast as the client reads it
 * (back-pressure). The container calls it from one thread at a time, except for the timeout.
 */
final class SpooledAnswer implements WriteListener, AsyncEvents.Handler {

    /** Up to this size, a response is sent synchronously, because it fits into the buffers of the socket. */
    private static final int SMALL_BYTES = 64 * 1024;

    /** Milliseconds, sufficient for a client that reads the largest likely page at 20 kB/s. */
    private static final long TIMEOUT = 300_000;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Spool spool;
    private final InputStream content;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    private SpooledAnswer(AsyncContext async, ServletOutputStream out, Spool spool) throws IOException {
        this.async = async;
        this.out = out;
        this.spool = spool;
        this.content = spool.content();
    }

    /**
     * Sends the spool's content and closes the spool, synchronously or later. The caller has set status and content
     * type.
     */
    static void send(HttpServletRequest request, HttpServletResponse response, Spool spool) throws IOException {
        response.setContentLengthLong(spool.size());
        boolean head = request.getMethod().equals("HEAD");
        if (head || spool.size() <= SMALL_BYTES || !request.isAsyncSupported()) {
            try (spool) {
                if (!head) {
                    spool.writeTo(response.getOutputStream());
                }
            }
            return;
        }
        ServletOutputStream out = response.getOutputStream();
        AsyncContext async = request.startAsync();
        SpooledAnswer answer = new SpooledAnswer(async, out, spool);
        AsyncEvents.handle(async, TIMEOUT, answer);
        out.setWriteListener(answer);
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            int read = content.read(buffer);
            if (read < 0) {
                async.complete();
                return;
            }
            out.write(buffer, 0, read);
        }
    }

    /** Called if the client has closed the connection. */
    @Override
    public void onError(Throwable failure) {
        async.complete();
    }

    @Override
    public void onTimeout() {
        // The container closes the connection, so that the client detects the incomplete response.
    }

    @Override
    public void onComplete() throws IOException {
        spool.close();
    }
}
