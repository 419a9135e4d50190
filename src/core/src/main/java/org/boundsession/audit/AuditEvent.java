package org.boundsession.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A security event.
 *
 * @param user the user, or the name that a request claims
 * @param client the client's address; null if no request caused the event
 * @param session the first hexadecimal digits of SHA-256 of a session's id; see {@link #of}
 * @param reason for people
 * @param more further fields with their names
 */
record AuditEvent(
        Kind kind,
        @Nullable String user,
        @Nullable String client,
        @Nullable String session,
        @Nullable String reason,
        Map<String, String> more) {

    /** What happened. */
    enum Kind {
        LOGIN_GRANTED(false, EcsCategory.LOGIN),
        LOGIN_REFUSED(true, EcsCategory.FAILED_LOGIN),
        LOGIN_THROTTLED(true, EcsCategory.FAILED_LOGIN),
        THROTTLE_LIFTED(false, EcsCategory.CONFIGURATION),
        POSSIBLE_THEFT(false, EcsCategory.INTRUSION),
        ACCESS_DENIED(true, EcsCategory.FAILED_ACCESS),
        LOGOUT(false, EcsCategory.LOGOUT),
        SESSION_EXPIRED(false, EcsCategory.SESSION_END),
        SESSION_REVOKED(false, EcsCategory.SESSION_END),
        SESSION_REPLACED(false, EcsCategory.SESSION_END),
        SESSION_TAMPERED(true, EcsCategory.INTRUSION),
        STORE_DOWN(false, EcsCategory.STORE_ERROR),
        STORE_UP(false, EcsCategory.STORE_INFO);

        private final boolean floods;
        private final EcsCategory category;

        /** @param floods whether a client can cause any number of them */
        Kind(boolean floods, EcsCategory category) {
            this.floods = floods;
            this.category = category;
        }

        boolean floods() {
            return floods;
        }

        EcsCategory category() {
            return category;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    AuditEvent {
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    /** Creates an event without further fields. */
    AuditEvent(
            Kind kind,
            @Nullable String user,
            @Nullable String client,
            @Nullable String session,
            @Nullable String reason) {
        this(kind, user, client, session, reason, Map.of());
    }

    /** Returns this event with a further field, unless its value is null or empty. */
    AuditEvent with(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put(field, value);
        return new AuditEvent(kind, user, client, session, reason, all);
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
