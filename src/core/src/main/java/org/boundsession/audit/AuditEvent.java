package org.boundsession.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A security event.
 *
 * @param user the user, or the name that a request claims
 * @param client the client's address; null if no request caused the event
 * @param session the first hexadecimal digits of SHA-256 of a session's id; see {@link #of}
 * @param reason for people
 */
record AuditEvent(
        Kind kind,
        @Nullable String user,
        @Nullable String client,
        @Nullable String session,
        @Nullable String reason) {

    /** What happened. */
    enum Kind {
        LOGIN_GRANTED(false),
        LOGIN_REFUSED(true),
        LOGIN_THROTTLED(true),
        THROTTLE_LIFTED(false),
        POSSIBLE_THEFT(false),
        ACCESS_DENIED(true),
        LOGOUT(false),
        SESSION_EXPIRED(false),
        SESSION_REVOKED(false),
        SESSION_REPLACED(false),
        SESSION_TAMPERED(true),
        STORE_DOWN(false),
        STORE_UP(false);

        private final boolean floods;

        /** @param floods whether a client can cause any number of them */
        Kind(boolean floods) {
            this.floods = floods;
        }

        boolean floods() {
            return floods;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int DIGITS = 16;

    /** Returns an event of a session, given its id, of which only a digest is kept. */
    static AuditEvent of(
            Kind kind, @Nullable String user, @Nullable String client, String sessionId, @Nullable String reason) {
        return new AuditEvent(kind, user, client, digest(sessionId), reason);
    }

    /** Returns an event of a session, given SHA-256 of its id in hexadecimal digits. */
    static AuditEvent ofKey(
            Kind kind, @Nullable String user, @Nullable String client, String key, @Nullable String reason) {
        return new AuditEvent(kind, user, client, key.substring(0, DIGITS), reason);
    }

    /**
     * Long enough to distinguish sessions. An id has at least 128 random bits, so it cannot be guessed from its
     * digest.
     */
    private static String digest(String sessionId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AuditEvent " + kind;
    }
}
