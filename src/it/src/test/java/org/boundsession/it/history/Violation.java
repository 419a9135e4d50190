package org.boundsession.it.history;

/** A broken promise. */
record Violation(String promise, int session, Operation witness) {

    @Override
    public String toString() {
        return promise + "\n    " + witness;
    }
}
