package org.boundsession.binding;

/** Is told of sessions that end without a request that asks for it. Called once for each; must not throw. */
public interface SessionObserver {

    /** It idled too long, or came to its absolute end. */
    void expired(String sessionId, String user);

    /** A newer session of its user took its place. */
    void displaced(String sessionId, String user);
}
