package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Where the sessions of this application live: in the container or in a store. Thread-safe.
 *
 * <p>An implementation in a store throws an exception of its own if nothing can be known, which becomes 503 in one place.
 */
public interface Sessions {

    /** Binds a session whose id is known by now. */
    @FunctionalInterface
    interface Binder {
        Possession bind(String sessionId);
    }

    /** Throws what becomes 503 if sessions are known not to be available: what needs one later need not begin. */
    void requireAvailable();

    /** Whether sessions can be found and opened, as far as this node knows. */
    boolean isAvailable();

    /** The request as all that follow see it, with its session looked up here. Called once for each dispatch. */
    HttpServletRequest attach(HttpServletRequest request);

    /** The live bound session that the request's cookie names; one that is found to be over is ended. */
    Optional<LiveSession> find(HttpServletRequest request);

    /**
     * Opens a session with a new id, and ends the one that the request's cookie names. If that fails, no new session is
     * left; the cookie that a container has queued is the caller's to take back. An old session in a store outlives the
     * failure.
     *
     * @throws BusyException if the quota of the user, or of the container, leaves no room for it
     */
    LiveSession open(HttpServletRequest request, String user, Set<String> roles, Binder binder);

    /** Ends what has expired on this node; for a periodic call. */
    void endExpired();

    /** Forgets what this node holds of a session that the container has ended. */
    void endedByContainer(String sessionId);
}
