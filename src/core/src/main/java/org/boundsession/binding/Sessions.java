package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionSummary;

/**
 * The sessions of this application, in the container or in a store. Thread-safe.
 *
 * <p>An implementation throws {@link BusyException}, or its own unchecked exception if the store is unavailable. Both
 * become 503 in one place.
 */
public interface Sessions {

    /** Creates the binding of a new session, which depends on its id. */
    @FunctionalInterface
    interface Binder {
        Possession bind(String sessionId);
    }

    /**
     * Fails fast if sessions are known to be unavailable, before a caller does work that needs one later. The
     * exception becomes 503.
     */
    void requireAvailable();

    /** Returns whether sessions can be found and opened, as far as this node knows. */
    boolean isAvailable();

    /** Returns what an administrator should correct although requests are served: codes for programs, empty if nothing. */
    default List<String> warnings() {
        return List.of();
    }

    /**
     * Returns the request for the rest of the filter chain; its {@code getSession} returns a session from here. Called
     * once for each dispatch.
     */
    HttpServletRequest attach(HttpServletRequest request);

    /**
     * Finds the live bound session that the request's cookie names. A session that turns out to have expired is ended.
     */
    Optional<LiveSession> find(HttpServletRequest request);

    /**
     * Returns whether a session that the request showed is bound, even if {@link #find} finds none because its binding
     * cannot be checked, or because it is about to end.
     */
    boolean isBound(HttpSession session);

    /**
     * Opens a session with a new id, which prevents session fixation, and ends the session that the request's cookie
     * names. If opening fails, no new session remains; the caller must remove the cookie that the container may have
     * added to the response. An old session in a store survives the failure.
     *
     * @throws BusyException if the quota of the user or of the container is reached
     */
    LiveSession open(HttpServletRequest request, String user, Set<String> roles, Binder binder);

    /**
     * Lists live sessions, of this node if they are in the container. The cost of a page in a store does not depend on
     * the number of sessions; in the container, it is one pass over this node's memory.
     */
    SessionPage list(SessionQuery query);

    /** Finds a live session by its {@link SessionSummary#handle}. */
    Optional<SessionSummary> findByHandle(String handle);

    /**
     * Ends the session with this handle and reports the end with its cause. The next request on any node finds no
     * session.
     *
     * @return false if there is no such session, or if another caller ended it
     */
    boolean end(String handle, EndCause cause);

    /** Ends the sessions of this node that have expired. Called periodically. */
    void endExpired();

    /** Removes the binding of a session that the container has ended. */
    void endedByContainer(String sessionId);
}
