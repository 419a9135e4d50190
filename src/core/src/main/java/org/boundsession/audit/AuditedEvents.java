package org.boundsession.audit;

import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionEvents;
import org.jspecify.annotations.Nullable;

/** Listens to the events of sessions, logins and the store, and writes them to the audit log. Thread-safe. */
public final class AuditedEvents implements SessionEvents {

    private final AuditLog log;

    public AuditedEvents(AuditLog log) {
        this.log = log;
    }

    @Override
    public void opened(BoundSession session, String client) {
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, session.user(), client, session.id(), null));
    }

    @Override
    public void ended(String key, String user, EndCause cause) {
        log.write(AuditEvent.ofKey(kind(cause), user, cause.client(), key, reason(cause)));
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
            case MISMATCH -> "wrong secret, session ended";
            case REPLACED -> "replaced by a login of " + cause.user();
            case QUOTA -> "sessions-per-user exceeded";
            case REVOKED -> cause.user() == null ? "ended by the container" : "ended by " + cause.user();
        };
    }

    @Override
    public void mismatched(BoundSession session, String client) {
        log.write(
                AuditEvent.of(Kind.POSSIBLE_THEFT, session.user(), client, session.id(), "wrong secret, session kept"));
    }

    @Override
    public void accessDenied(BoundSession session, String client, String role) {
        log.write(AuditEvent.of(
                Kind.ACCESS_DENIED, session.user(), client, session.id(), "the role " + role + " is missing"));
    }

    @Override
    public void loginRefused(@Nullable String user, String client) {
        String reason = user == null ? "malformed credentials" : "the realm refused the credentials";
        log.write(new AuditEvent(Kind.LOGIN_REFUSED, user, client, null, reason));
    }

    @Override
    public void loginThrottled(@Nullable String user, String client) {
        log.write(new AuditEvent(Kind.LOGIN_THROTTLED, user, client, null, "too many failed logins"));
    }

    @Override
    public void throttleLifted(BoundSession admin, String client, String address, @Nullable String user) {
        String whose = user == null ? "all users" : user;
        log.write(AuditEvent.of(
                Kind.THROTTLE_LIFTED,
                admin.user(),
                client,
                admin.id(),
                "logins from " + address + " are allowed again for " + whose));
    }

    /** Names no user: the user in a tampered row cannot be trusted. */
    @Override
    public void tampered(String key) {
        log.write(AuditEvent.ofKey(
                Kind.SESSION_TAMPERED,
                null,
                null,
                key,
                "the stored session was modified outside of this application, or belongs to another one"));
    }

    @Override
    public void storeDown(String reason) {
        log.write(new AuditEvent(Kind.STORE_DOWN, null, null, null, reason));
    }

    @Override
    public void storeUp() {
        log.write(new AuditEvent(Kind.STORE_UP, null, null, null, null));
    }
}
