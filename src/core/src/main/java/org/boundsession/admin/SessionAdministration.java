package org.boundsession.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.boundsession.binding.BoundSessions;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionIds;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.SessionSummary;
import org.boundsession.session.UserNames;

/**
 * Lists and ends sessions, on all nodes that share the store. Thread-safe. The caller must have authorized the operator;
 * each end is reported with the {@link EndCause} that names the operator.
 */
public final class SessionAdministration {

    /** A revoked operator must not go on with what was begun before. */
    private static final int ENDS_BETWEEN_CHECKS = 50;

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
     * Ends the sessions of a user, in any spelling of the name, however many they are. A session that is opened meanwhile
     * may survive.
     *
     * @return the number of sessions that this call ended
     */
    public long endAll(String user, EndCause cause) {
        long ended = 0;
        Optional<SessionQuery> next = Optional.of(page(user, Optional.empty()));
        while (next.isPresent()) {
            SessionQuery query = next.get();
            SessionPage page = sessions.list(query);
            ended += page.sessions().stream()
                    .filter(session -> sessions.end(session.handle(), cause))
                    .count();
            // The position moves down, so that sessions which cannot be ended do not repeat the page.
            next = page.next().map((Position last) -> query.after(last));
        }
        return ended;
    }

    /**
     * Ends a page of the sessions of a user, in any spelling of the name. The caller's own session is ended last, because
     * the next page would be refused without it.
     *
     * @param after the position after which the page starts
     * @param caller the session of the request
     * @return empty if the caller's session has ended meanwhile: some sessions may have been ended before
     */
    public Optional<EndedPage> endPage(String user, Optional<Position> after, BoundSession caller, EndCause cause) {
        return endPage(page(user, after), session -> true, caller, cause)
                .map(page -> withOwn(page, user, caller, cause));
    }

    private EndedPage withOwn(EndedPage page, String user, BoundSession caller, EndCause cause) {
        boolean isOwn = UserNames.canonical(user).equals(UserNames.canonical(caller.user()));
        return page.next().isEmpty() && isOwn && sessions.end(handleOf(caller), cause)
                ? new EndedPage(page.ended() + 1, page.next())
                : page;
    }

    /** Returns the handle of the caller's session. */
    private static String handleOf(BoundSession caller) {
        return SessionIds.key(caller.id());
    }

    private static SessionQuery page(String user, Optional<Position> after) {
        return new SessionQuery(Optional.of(user), after, SessionQuery.MAX_LIMIT);
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

    /** Ends a page of the sessions of the caller's user, in exactly this spelling, as {@link #endPage} but not the caller's. */
    public Optional<EndedPage> endOthers(Optional<Position> after, BoundSession caller, EndCause cause) {
        return endPage(page(caller.user(), after), isOf(caller.user()), caller, cause);
    }

    private Optional<EndedPage> endPage(
            SessionQuery query, Predicate<SessionSummary> which, BoundSession caller, EndCause cause) {
        String own = handleOf(caller);
        SessionPage page = sessions.list(query);
        List<String> handles = page.sessions().stream()
                .filter(which)
                .map(SessionSummary::handle)
                .filter(handle -> !handle.equals(own))
                .toList();
        long ended = 0;
        for (int i = 0; i < handles.size(); i++) {
            if (i % ENDS_BETWEEN_CHECKS == 0 && sessions.findByHandle(own).isEmpty()) {
                return Optional.empty();
            }
            ended += sessions.end(handles.get(i), cause) ? 1 : 0;
        }
        return Optional.of(new EndedPage(ended, page.next()));
    }
}
