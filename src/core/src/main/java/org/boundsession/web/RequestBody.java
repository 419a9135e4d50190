package org.boundsession.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** What a request tells of its body (RFC 9112, section 6), without waiting for it. */
final class RequestBody {

    /** The most that is read and dropped. Integration flows send their payload along with every call. */
    static final int MAX_BYTES = 64 * 1024;

    private static final long UNKNOWN = -1;

    private RequestBody() {}

    /** Whether a body may follow the header. Costs two look-ups in the header if none does. */
    static boolean isAnnounced(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0 || length == UNKNOWN && (request.getHeader("Transfer-Encoding") != null || isHttp2(request));
    }

    /** Whether the announced length exceeds {@link #MAX_BYTES}. */
    static boolean isTooLarge(HttpServletRequest request) {
        return request.getContentLengthLong() > MAX_BYTES;
    }

    /** Whether some of it is still to be read. */
    static boolean isOutstanding(HttpServletRequest request, ServletInputStream body) throws IOException {
        // HTTP/2 ends a body without having announced it, and some containers look only when they are asked.
        return isHttp2(request) && body.available() > 0 || !body.isFinished();
    }

    static boolean isHttp2(HttpServletRequest request) {
        return request.getProtocol().startsWith("HTTP/2");
    }
}
