package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.audit.AuditEvent;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.AuditLog;
import org.boundsession.binding.BoundSession;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.SessionEvents;
import org.jspecify.annotations.Nullable;

/** Writes what happens to sessions into the audit log. Thread-safe. */
public final class AuditedSessions implements SessionEvents {

    private static final int DIGITS = 16;

    private final AuditLog log;

    public AuditedSessions(AuditLog log) {
        this.log = log;
    }

    @Override
    public void opened(BoundSession session, HttpServletRequest request) {
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, session.user(), Audit.client(request), session.id(), null));
    }

    @Override
    public void ended(String key, String user, EndCause cause) {
        HttpServletRequest request = cause.request();
        String client = request == null ? null : Audit.client(request);
        log.write(new AuditEvent(kind(cause), user, client, key.substring(0, DIGITS), reason(cause)));
    }

    private static Kind kind(EndCause cause) {
        return switch (cause.reason()) {
            case LOGOUT -> Kind.LOGOUT;
            case MISMATCH -> Kind.POSSIBLE_THEFT;
            case EXPIRED -> Kind.SESSION_EXPIRED;
            case REPLACED -> Kind.SESSION_REPLACED;
            case QUOTA, REVOKED -> Kind.SESSION_REVOKED;
        };
    }

    private static @Nullable String reason(EndCause cause) {
        return switch (cause.reason()) {
            case LOGOUT, EXPIRED -> null;
            case MISMATCH -> "another secret, session destroyed";
            case REPLACED -> "a login of " + cause.newUser();
            case QUOTA -> "over sessions-per-user";
            case REVOKED -> "by the container";
        };
    }
}
