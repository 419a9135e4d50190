package org.boundsession.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Properties of a request's body (RFC 9112, section 6) that are known without waiting for it. */
final class RequestBody {

    /**
     * The maximum number of bytes that are read and discarded. Integration flows send their payload with every call.
     */
    static final int MAX_BYTES = 64 * 1024;

    private static final long UNKNOWN = -1;

    private RequestBody() {}

    /** Returns whether a body may follow the header section. Costs at most two header look-ups in HTTP/1.1. */
    static boolean isAnnounced(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0 || length == UNKNOWN && (request.getHeader("Transfer-Encoding") != null || isHttp2(request));
    }

    /** Returns whether the announced length exceeds {@link #MAX_BYTES}. */
    static boolean isTooLarge(HttpServletRequest request) {
        return request.getContentLengthLong() > MAX_BYTES;
    }

    /** Returns whether a part of the body is unread. */
    static boolean isOutstanding(HttpServletRequest request, ServletInputStream body) throws IOException {
        // An HTTP/2 body may end without an announced length, and some containers detect that only when available() is
        // called.
        return isHttp2(request) && body.available() > 0 || !body.isFinished();
    }

    static boolean isHttp2(HttpServletRequest request) {
        return request.getProtocol().startsWith("HTTP/2");
    }
}
