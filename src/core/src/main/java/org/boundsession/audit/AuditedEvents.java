package org.boundsession.audit;

import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.EndCause.Mismatch;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.jspecify.annotations.Nullable;

/** Listens to the events of sessions, logins and the store, and writes them to the audit log. Thread-safe. */
public final class AuditedEvents implements SessionEvents {

    private static final String LOGIN_ADDRESS = "bound_session.login.address";
    private static final String BINDING = "bound_session.binding";

    private final AuditLog log;

    public AuditedEvents(AuditLog log) {
        this.log = log;
    }

    @Override
    public void opened(BoundSession session, Requester requester) {
        write(ofSession(Kind.LOGIN_GRANTED, session, requester, null), requester);
    }

    private void write(AuditEvent event, @Nullable Requester requester) {
        log.write(event.with("http.request.id", requester == null ? null : requester.requestId()));
    }

    private static AuditEvent ofSession(Kind kind, BoundSession session, Requester requester, @Nullable String reason) {
        return AuditEvent.of(kind, session.user(), requester.client(), session.id(), reason)
                .with(BINDING, session.kind());
    }

    @Override
    public void ended(String key, String user, EndCause cause) {
        Requester requester = cause.requester();
        String client = requester == null ? null : requester.client();
        Mismatch mismatch = cause.mismatch();
        write(
                AuditEvent.ofKey(kind(cause), user, client, key, reason(cause))
                        .with("bound_session.ended_by", cause.user())
                        .with(LOGIN_ADDRESS, mismatch == null ? null : mismatch.loginClient())
                        .with(BINDING, mismatch == null ? null : mismatch.kind()),
                requester);
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
            case MISMATCH -> mismatch(cause) + ", session ended";
            case REPLACED -> "replaced by a login of " + cause.user();
            case QUOTA -> "sessions-per-user exceeded";
            case REVOKED -> cause.user() == null ? "ended by the container" : "ended by " + cause.user();
        };
    }

    private static String mismatch(EndCause cause) {
        Mismatch mismatch = cause.mismatch();
        return mismatch == null ? "wrong evidence" : mismatch.what();
    }

    @Override
    public void mismatched(BoundSession session, Requester requester, String what) {
        write(
                ofSession(Kind.POSSIBLE_THEFT, session, requester, what + ", session kept")
                        .with(LOGIN_ADDRESS, session.origin().client()),
                requester);
    }

    @Override
    public void accessDenied(BoundSession session, Requester requester, String role) {
        write(ofSession(Kind.ACCESS_DENIED, session, requester, "the role " + role + " is missing"), requester);
    }

    @Override
    public void loginRefused(@Nullable String user, Requester requester) {
        String reason = user == null ? "malformed credentials" : "the realm refused the credentials";
        write(new AuditEvent(Kind.LOGIN_REFUSED, user, requester.client(), null, reason), requester);
    }

    @Override
    public void loginThrottled(@Nullable String user, Requester requester) {
        write(
                new AuditEvent(Kind.LOGIN_THROTTLED, user, requester.client(), null, "too many failed logins"),
                requester);
    }

    @Override
    public void throttleLifted(BoundSession admin, Requester requester, String address, @Nullable String user) {
        String whose = user == null ? "all users" : user;
        String reason = "logins from " + address + " are allowed again for " + whose;
        write(
                ofSession(Kind.THROTTLE_LIFTED, admin, requester, reason)
                        .with("bound_session.lifted.address", address)
                        .with("bound_session.lifted.user", user),
                requester);
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
