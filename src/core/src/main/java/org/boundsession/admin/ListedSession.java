package org.boundsession.admin;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.boundsession.session.SessionSummary;

/** A live session, as JMX shows it: a class with getters, of which an MXBean makes data that every client reads. Immutable. */
public final class ListedSession {

    private final SessionSummary session;

    ListedSession(SessionSummary session) {
        this.session = session;
    }

    /** Returns what {@link BoundSessionMXBean#revoke} takes. */
    public String getHandle() {
        return session.handle();
    }

    public String getUser() {
        return session.user();
    }

    public Set<String> getRoles() {
        return new TreeSet<>(session.roles());
    }

    /** Returns the kind of binding. */
    public String getKind() {
        return session.kind();
    }

    public String getCreatedAt() {
        return text(session.createdAt());
    }

    public String getLastAccessAt() {
        return text(session.lastAccessedAt());
    }

    public String getIdleEndAt() {
        return text(session.idleEnd());
    }

    public String getExpiresAt() {
        return text(session.expiresAt());
    }

    /** Returns the address of the client that logged in; empty if it is unknown. */
    public String getClient() {
        return session.origin().client();
    }

    public String getUserAgent() {
        return session.origin().userAgent();
    }

    public String getNode() {
        return session.origin().node();
    }

    public long getMismatches() {
        return session.mismatches();
    }

    /** Returns the position after which the next page starts if this is the last session of a page. */
    public String getPosition() {
        return session.position().text();
    }

    private static String text(Instant time) {
        return time.toString();
    }

    @Override
    public String toString() {
        return "ListedSession";
    }
}
