package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Objects;
import org.boundsession.binding.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request header that holds the secret: it must appear once, with enough and allowed bytes. Thread-safe.
 */
final class SecretHeader {

    static final int MAX_LENGTH = 1024;

    private final String name;
    private final int minLength;
    private final Refusal repeated;
    private final Refusal length;
    private final Refusal characters;

    /** @param minLength of the secret, in bytes */
    SecretHeader(String name, int minLength) {
        this.name = name;
        this.minLength = minLength;
        this.repeated = Refusal.secretMalformed("The header " + name + " must appear exactly once");
        this.length = Refusal.secretMalformed(
                "The header " + name + " must have " + minLength + " to " + MAX_LENGTH + " bytes");
        this.characters = Refusal.secretMalformed("The header " + name + " must not have control characters");
    }

    /** What the header holds: a secret, or the reason why there is none. */
    record Reading(@Nullable Secret value, @Nullable Refusal refused) {

        Secret secret() {
            return Objects.requireNonNull(value, "look at the refusal first");
        }

        Refusal refusal() {
            return Objects.requireNonNull(refused, "look for the secret first");
        }

        boolean isRefused() {
            return refused != null;
        }

        boolean isMissing() {
            return refused == Refusal.SECRET_MISSING;
        }
    }

    Reading read(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(name);
        if (values == null || !values.hasMoreElements()) {
            return new Reading(null, Refusal.SECRET_MISSING);
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            return new Reading(null, repeated);
        }
        if (value.isBlank() || value.length() < minLength || value.length() > MAX_LENGTH) {
            return new Reading(null, length);
        }
        if (!isAllowed(value)) {
            return new Reading(null, characters);
        }
        return new Reading(Secret.ofLatin1(value), null);
    }

    /** Containers hand out one char for each byte of a header; above that, bytes would be lost on the way back. */
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
