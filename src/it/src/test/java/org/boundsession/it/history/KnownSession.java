package org.boundsession.it.history;

/** A session whose cookie and secret a client holds. */
record KnownSession(int number, String cookie, String secret, String user, Operation opening) {

    @Override
    public String toString() {
        return "session " + number;
    }
}
