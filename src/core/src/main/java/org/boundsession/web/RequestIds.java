package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.boundsession.session.Requester;

/**
 * The id of each request, by which its response, audit events and the line of an access log belong together. It is no
 * secret: it need only be unique.
 *
 * <p>A well-formed one of a trusted proxy is kept. Tomcat's {@code RemoteIpValve} marks the requests that come from an
 * address of its {@code internalProxies} or {@code trustedProxies}; other containers mark none, so that none is trusted.
 */
final class RequestIds {

    static final String HEADER = "X-Request-Id";

    private static final String IS_OF_TRUSTED_PROXY = "org.apache.tomcat.request.forwarded";

    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 128;
    private static final String PUNCTUATION = "-._~+/=:";

    private static final byte[] DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.ISO_8859_1);

    /** The digits of 64 bits in base64url. */
    private static final int DIGITS_OF_LONG = 11;

    private RequestIds() {}

    /** Returns the id of a request; it is determined by the first call and kept as an attribute. */
    static String of(HttpServletRequest request) {
        if (request.getAttribute(Requester.REQUEST_ID) instanceof String present) {
            return present;
        }
        String id = isOfTrustedProxy(request) ? ofProxy(request).orElseGet(RequestIds::next) : next();
        request.setAttribute(Requester.REQUEST_ID, id);
        return id;
    }

    private static boolean isOfTrustedProxy(HttpServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(IS_OF_TRUSTED_PROXY));
    }

    private static Optional<String> ofProxy(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(HEADER);
        if (!values.hasMoreElements()) {
            return Optional.empty();
        }
        String id = values.nextElement();
        return isWellFormed(id) && !values.hasMoreElements() ? Optional.of(id) : Optional.empty();
    }

    private static boolean isWellFormed(String id) {
        return id.length() >= MIN_LENGTH
                && id.length() <= MAX_LENGTH
                && id.chars().allMatch(RequestIds::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PUNCTUATION.indexOf(c) >= 0;
    }

    /** Returns 128 random bits. Not of a SecureRandom, whose lock all requests would share. */
    private static String next() {
        byte[] id = new byte[2 * DIGITS_OF_LONG];
        write(ThreadLocalRandom.current().nextLong(), id, 0);
        write(ThreadLocalRandom.current().nextLong(), id, DIGITS_OF_LONG);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    private static void write(long bits, byte[] id, int from) {
        long left = bits;
        for (int i = 0; i < DIGITS_OF_LONG; i++) {
            id[from + i] = DIGITS[(int) left & 63];
            left >>>= 6;
        }
    }
}
