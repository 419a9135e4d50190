package org.boundsession.it.history;

import org.boundsession.servers.TomcatProcess;

/** A server of a session store with faults that a test starts and ends. */
interface FaultyStore extends AutoCloseable {

    int port();

    /** A node that reaches it at that port of 127.0.0.1. */
    TomcatProcess.Base configure(TomcatProcess.Base base, int reachedAt);

    /** It keeps its connections and answers nothing. */
    void pause();

    void resume();

    void crash() throws Exception;

    void startAgain() throws Exception;

    void refuseWrites() throws Exception;

    void acceptWrites() throws Exception;

    /** How many sessions it holds. */
    long sessions() throws Exception;
}
