package org.boundsession.binding.secret;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Unproved.Reason;

/**
 * Reads and validates the request header with the secret: exactly one field, the length within its limits, no control
 * characters. Thread-safe.
 */
public final class SecretHeader {

    static final int MAX_LENGTH = 1024;

    private final String name;
    private final int minLength;
    private final Unproved missing;
    private final Unproved repeated;
    private final Unproved joined;
    private final Unproved length;
    private final Unproved characters;

    /** @param minLength the minimum length of the secret, in bytes */
    public SecretHeader(String name, int minLength) {
        this.name = name;
        this.minLength = minLength;
        this.missing = new Unproved(Reason.ABSENT, "secret_missing", "The header " + name + " is missing");
        this.repeated = malformed("must appear exactly once");
        this.joined = malformed("must appear exactly once, but holds one value several times");
        this.length = malformed("must have " + minLength + " to " + MAX_LENGTH + " bytes");
        this.characters = malformed("must not have control characters");
    }

    private Unproved malformed(String what) {
        return new Unproved(Reason.MALFORMED, "secret_malformed", "The header " + name + " " + what);
    }

    /** Returns the {@link Secret}, or an {@link Unproved} if there is no valid one. */
    public Evidence read(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(name);
        if (values == null || !values.hasMoreElements()) {
            return missing;
        }
        String value = withoutWhitespaceAround(values.nextElement());
        if (values.hasMoreElements()) {
            return repeated;
        }
        if (value.isBlank() || value.length() < minLength || value.length() > MAX_LENGTH) {
            return length;
        }
        if (!isAllowed(value)) {
            return characters;
        }
        if (isJoined(value)) {
            return joined;
        }
        return Secret.ofLatin1(value);
    }

    /**
     * Whitespace around a field value is not part of it (RFC 9110, section 5.5), but a container may keep the
     * whitespace of a folded line.
     */
    private static String withoutWhitespaceAround(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isWhitespace(value.charAt(start))) {
            start++;
        }
        while (start < end && isWhitespace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Returns whether a gateway has combined several fields with the same value into one (RFC 9110, section 5.3).
     * Otherwise the combined value would be a mismatch.
     */
    private static boolean isJoined(String value) {
        return value.indexOf(',') >= 0 && (isJoined(value, ",") || isJoined(value, ", "));
    }

    private static boolean isJoined(String value, String separator) {
        int length = value.length() + separator.length();
        for (int times = 2; times * (separator.length() + 1) <= length; times++) {
            if (length % times == 0 && isPeriodic(value, separator, length / times)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPeriodic(String value, String separator, int period) {
        return value.startsWith(separator, period - separator.length())
                && value.regionMatches(period, value, 0, value.length() - period);
    }

    /** Containers decode a header to one char for each byte; a char above FF could not be encoded back to one byte. */
    private static boolean isAllowed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
