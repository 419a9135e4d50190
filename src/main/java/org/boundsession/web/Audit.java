package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.audit.AuditEvent;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.AuditLog;
import org.boundsession.binding.BoundSession;
import org.jspecify.annotations.Nullable;

/** Says of a request what the audit log wants to know. Thread-safe. */
final class Audit {

    private final AuditLog log;

    Audit(AuditLog log) {
        this.log = log;
    }

    void record(Kind kind, HttpServletRequest request, BoundSession session, @Nullable String reason) {
        log.write(AuditEvent.of(kind, session.user(), client(request), session.id(), reason));
    }

    /** Of somebody who has no session. */
    void record(Kind kind, HttpServletRequest request, @Nullable String user, String reason) {
        log.write(new AuditEvent(kind, user, client(request), null, reason));
    }

    /** The address of the client, as every line of the audit log has it. */
    static String client(HttpServletRequest request) {
        return ClientAddress.of(request.getRemoteAddr()).text();
    }
}
