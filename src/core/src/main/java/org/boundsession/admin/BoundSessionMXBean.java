package org.boundsession.admin;

import java.util.List;

/**
 * What an administrator sees and does by JMX. Counts are those of this node since its start.
 *
 * <p>The ObjectName is {@code org.boundsession:type=BoundSession,application="<name>"}.
 */
public interface BoundSessionMXBean {

    /** Returns the number of live sessions whose binding this node holds. */
    long getActiveSessions();

    long getLoginsGranted();

    long getLoginsRefused();

    long getLoginsThrottled();

    long getAccessDenied();

    long getPossibleThefts();

    long getTamperedSessions();

    /** Returns the number of callers that hash slowly, or ask the realm. */
    long getHashingRunning();

    long getHashingWaiting();

    long getHashingRefused();

    boolean isStoreUp();

    boolean isDraining();

    /**
     * Lists live sessions, those that end last first. In a store these are the sessions of all nodes.
     *
     * @param user only sessions of this user; empty for those of all users
     * @param limit the maximum number of sessions
     * @param after the position of the last session of the page before; empty for the first page
     */
    List<ListedSession> list(String user, int limit, String after);

    /** Ends a session on all nodes. Returns false if there is no session with this handle. */
    boolean revoke(String handle);

    /** Ends all sessions of a user, and returns how many. */
    long revokeUser(String user);

    /** Lets {@code /health/ready} answer 503, while everything is served. */
    void drain();

    /** Ends {@link #drain}. */
    void undrain();
}
