package org.boundsession.admin;

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

    /** Lets {@code /health/ready} answer 503, while everything is served. */
    void drain();

    /** Ends {@link #drain}. */
    void undrain();
}
