package org.boundsession.it.history;

import java.util.Locale;

/**
 * One request of a client, as the client saw it. It took effect at some time between {@code invoked} and {@code
 * returned}; if its answer is {@link Answer#LOST}, at any time after {@code invoked}, or never.
 *
 * @param client number of the client
 * @param node the number of the node
 * @param session number of the session that the cookie names; 0 if there is no cookie
 * @param invoked nanoseconds since the start of the run
 * @param returned nanoseconds since the start of the run
 * @param calm whether nothing had failed for a while before it was invoked, nor until it returned
 * @param opened number of the session that the answer opened; 0 if it opened none
 * @param detail what was unexpected in the response; empty if nothing was
 */
record Operation(
        int client,
        Node node,
        Kind kind,
        Evidence evidence,
        int session,
        long invoked,
        long returned,
        boolean calm,
        Answer answer,
        int opened,
        String detail) {

    /** A process that serves requests; a node that was killed and started again is another life of it. */
    record Node(String name, int life) {
        @Override
        public String toString() {
            return name + life;
        }
    }

    enum Kind {
        /** A login without a cookie. */
        LOGIN,
        /** A guarded call. */
        CALL,
        /** A login with a cookie and without credentials. */
        CONFIRM,
        LOGOUT,
        /** A login with a cookie and the credentials of the session's user. */
        LOGIN_AGAIN,
        /** A login with a cookie and the credentials of another user. */
        LOGIN_AS_ANOTHER
    }

    /** Which secret came with the cookie; of {@link Kind#LOGIN_AS_ANOTHER} none, for its secret is the new session's. */
    enum Evidence {
        RIGHT,
        WRONG,
        ABSENT
    }

    enum Answer {
        /** 200 for a session that lives. */
        ADMITTED,
        /** 200 with a new session. */
        OPENED,
        /** 204. */
        LOGGED_OUT,
        /** 401: there is no such session, or the secret is absent. */
        OVER,
        /** 401: the secret was wrong, and the session has ended. */
        INVALIDATED,
        /** 503: the store could not be asked. */
        UNAVAILABLE,
        /** 503: too much to hash. */
        BUSY,
        /** The connection broke, or the client did not wait. */
        LOST,
        /** There was no connection: the node is gone. */
        UNSENT,
        UNEXPECTED
    }

    /** Whether it proved the secret of a session that lived, and was told so. */
    boolean isAdmittedProof() {
        return evidence == Evidence.RIGHT && (answer == Answer.ADMITTED || answer == Answer.LOGGED_OUT);
    }

    /** Whether the answer says that the session lived. */
    boolean foundItLive() {
        return answer == Answer.ADMITTED || answer == Answer.LOGGED_OUT || answer == Answer.INVALIDATED;
    }

    /** Whether the answer says that the session was over before. */
    boolean foundItOver() {
        return evidence != Evidence.ABSENT
                && (answer == Answer.OVER || answer == Answer.OPENED && kind == Kind.LOGIN_AGAIN);
    }

    /** Whether the answer says that the session is over from now on. */
    boolean acknowledgesEnd() {
        return foundItOver()
                || answer == Answer.LOGGED_OUT
                || answer == Answer.INVALIDATED
                || answer == Answer.OPENED && kind == Kind.LOGIN_AS_ANOTHER;
    }

    /** Whether it was to end the session, and nobody knows that it did not. */
    boolean mayHaveEndedIt() {
        boolean ends = evidence == Evidence.WRONG
                || evidence == Evidence.RIGHT && kind == Kind.LOGOUT
                || kind == Kind.LOGIN_AS_ANOTHER;
        boolean unclear = answer == Answer.UNAVAILABLE || answer == Answer.LOST || answer == Answer.UNEXPECTED;
        return ends && (unclear || acknowledgesEnd() && !foundItOver());
    }

    /** Whether it may have extended the session's life, whatever was answered. */
    boolean mayHaveProved() {
        return evidence == Evidence.RIGHT && !foundItOver() && answer != Answer.UNSENT;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%10.1f %10.1f ms  client %2d  node %s  session %4d  %s %s: %s%s%s",
                invoked / 1e6,
                returned / 1e6,
                client,
                node,
                session,
                kind,
                evidence,
                answer,
                opened == 0 ? "" : " session " + opened,
                detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
