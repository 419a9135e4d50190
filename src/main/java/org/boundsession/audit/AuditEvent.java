package org.boundsession.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that a security reviewer wants to know of.
 *
 * @param user whose doing it was or is said to be
 * @param client address, null where nobody asked for it to happen
 * @param sessionId printed as a digest only
 * @param reason for people
 */
public record AuditEvent(
        Kind kind,
        @Nullable String user,
        @Nullable String client,
        @Nullable String sessionId,
        @Nullable String reason) {

    /** What happened. */
    public enum Kind {
        LOGIN_GRANTED(false),
        LOGIN_REFUSED(true),
        LOGIN_THROTTLED(true),
        POSSIBLE_THEFT(false),
        ACCESS_DENIED(true),
        LOGOUT(false),
        SESSION_EXPIRED(false),
        SESSION_REVOKED(false);

        private final boolean floods;

        /** @param floods whether anybody can make as many of them as he likes */
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

    @Override
    public String toString() {
        return "AuditEvent " + kind;
    }
}
