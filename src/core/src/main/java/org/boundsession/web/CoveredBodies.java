package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.boundsession.binding.BodyCheck;
import org.boundsession.binding.CoveredBody;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Unproved.Reason;
import org.boundsession.keys.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Compares request bodies with what the evidence of the request covers. A body for a servlet is read into memory after
 * the evidence has proved possession, so that only clients with a session can fill the memory. Thread-safe.
 */
final class CoveredBodies {

    /** If a read takes longer, the caller checks again that the session is live. */
    private static final long WAITED_NANOS = Duration.ofMillis(100).toNanos();

    private static final Unproved MALFORMED =
            new Unproved(Reason.MALFORMED, "request_refused", "The request body is incomplete or malformed");

    private final int limit;
    private final Unproved tooLarge;

    /** @param limit the maximum size of a body for a servlet, in bytes */
    CoveredBodies(int limit) {
        this.limit = limit;
        this.tooLarge = new Unproved(
                Reason.TOO_LARGE, "body_too_large", "A signed request body may have at most " + limit + " bytes here");
    }

    /** Returns why a request with a body is not accepted, if the evidence is for one without; null otherwise. */
    @Nullable
    Unproved uncovered(Evidence evidence, HttpServletRequest request) throws IOException {
        CoveredBody covered = evidence.body();
        Unproved uncovered = covered == null ? null : covered.uncovered();
        return uncovered != null && hasBody(request) ? uncovered : null;
    }

    /**
     * Does not wait for the body. A chunked body counts if it is empty too, because another filter may have read it.
     */
    private static boolean hasBody(HttpServletRequest request) throws IOException {
        if (!RequestBody.isAnnounced(request)) {
            return false;
        }
        DroppedBody dropped = DroppedBody.of(request);
        if (dropped != null) {
            return !dropped.isEmpty();
        }
        boolean known = request.getContentLengthLong() >= 0 || !RequestBody.isHttp2(request);
        return known || hasHttp2Body(request);
    }

    private static boolean hasHttp2Body(HttpServletRequest request) throws IOException {
        boolean present = RequestBody.isOutstanding(request, request.getInputStream());
        if (!present) {
            // The servlet may call getReader, although the stream is in use now.
            BufferedBody.EMPTY.setOn(request);
        }
        return present;
    }

    /** Returns the check of the body that the evidence covers. */
    BodyCheck checkOf(Evidence evidence, HttpServletRequest request) {
        CoveredBody covered = evidence.body();
        return covered == null || covered.uncovered() != null ? BodyCheck.NONE : () -> check(covered, request);
    }

    private BodyCheck.Result check(CoveredBody covered, HttpServletRequest request) {
        DroppedBody dropped = DroppedBody.of(request);
        if (dropped != null) {
            return new BodyCheck.Result(covered.check(dropped.sha256()), false);
        }
        BufferedBody known = BufferedBody.of(request);
        if (known != null) {
            return new BodyCheck.Result(covered.check(Sha256.digest(known.bytes())), false);
        }
        if (request.getContentLengthLong() > limit) {
            return new BodyCheck.Result(tooLarge, false);
        }
        long start = System.nanoTime();
        Unproved refused = read(covered, request);
        return new BodyCheck.Result(refused, System.nanoTime() - start > WAITED_NANOS);
    }

    private @Nullable Unproved read(CoveredBody covered, HttpServletRequest request) {
        try {
            byte[] bytes = request.getInputStream().readNBytes(limit + 1);
            if (bytes.length > limit) {
                return tooLarge;
            }
            new BufferedBody(bytes).setOn(request);
            return covered.check(Sha256.digest(bytes));
        } catch (IOException incomplete) {
            return MALFORMED;
        }
    }
}
