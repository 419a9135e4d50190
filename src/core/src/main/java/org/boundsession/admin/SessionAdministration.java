package org.boundsession.admin;

import java.util.Optional;
import java.util.function.Predicate;
import org.boundsession.binding.BoundSessions;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.SessionSummary;

/**
 * Lists and ends sessions, on all nodes that share the store. Thread-safe. The caller must have authorized the operator;
 * each end is reported with the {@link EndCause} that names the operator.
 */
public final class SessionAdministration {

    private final BoundSessions sessions;

    public SessionAdministration(BoundSessions sessions) {
        this.sessions = sessions;
    }

    /** Returns a page of all live sessions, or of one user's. */
    public SessionPage list(SessionQuery query) {
        return sessions.list(query);
    }

    /** Ends a session of any user. Returns false if there is no session with this handle. */
    public boolean end(String handle, EndCause cause) {
        return sessions.end(handle, cause);
    }

    /** Ends a session of this user. Returns false if the user has no session with this handle. */
    public boolean endOwn(String user, String handle, EndCause cause) {
        return sessions.findByHandle(handle).filter(isOf(user)).isPresent() && sessions.end(handle, cause);
    }

    /**
     * Ends the sessions of a user, in any spelling of the name. A session that is opened meanwhile may survive.
     *
     * @return the number of sessions that this call ended
     */
    public long endAll(String user, EndCause cause) {
        return endAll(user, session -> true, cause);
    }

    /** Returns a page of the sessions of this user, in exactly this spelling; it may be shorter than the limit. */
    public SessionPage listOwn(String user, Optional<Position> after, int limit) {
        SessionPage page = sessions.list(new SessionQuery(Optional.of(user), after, limit));
        return new SessionPage(page.sessions().stream().filter(isOf(user)).toList(), page.next());
    }

    /**
     * A realm may have another user whose name differs only in its spelling, so that a name by which sessions are grouped
     * authorizes nobody.
     */
    private static Predicate<SessionSummary> isOf(String user) {
        return session -> session.user().equals(user);
    }

    /** Ends the sessions of this user, in exactly this spelling, but keeps the one with this handle. */
    public long endOthers(String user, String kept, EndCause cause) {
        return endAll(user, isOf(user).and(session -> !session.handle().equals(kept)), cause);
    }

    private long endAll(String user, Predicate<SessionSummary> which, EndCause cause) {
        long ended = 0;
        Optional<SessionQuery> next =
                Optional.of(new SessionQuery(Optional.of(user), Optional.empty(), SessionQuery.MAX_LIMIT));
        while (next.isPresent()) {
            SessionQuery query = next.get();
            SessionPage page = sessions.list(query);
            ended += page.sessions().stream()
                    .filter(which)
                    .filter(session -> sessions.end(session.handle(), cause))
                    .count();
            // The position moves down, so that sessions which cannot be ended do not repeat the page.
            next = page.next().map((Position last) -> query.after(last));
        }
        return ended;
    }
}
