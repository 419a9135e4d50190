package org.boundsession;

import org.boundsession.audit.AuditEvent;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.AuditLog;
import org.boundsession.binding.SessionObserver;

/** Writes the ends of sessions that no request asked for into the audit log. */
final class AuditedEnds implements SessionObserver {

    private final AuditLog log;

    AuditedEnds(AuditLog log) {
        this.log = log;
    }

    @Override
    public void expired(String sessionId, String user) {
        log.write(AuditEvent.of(Kind.SESSION_EXPIRED, user, null, sessionId, null));
    }

    @Override
    public void displaced(String sessionId, String user) {
        log.write(AuditEvent.of(Kind.SESSION_REVOKED, user, null, sessionId, "over sessions-per-user"));
    }
}
