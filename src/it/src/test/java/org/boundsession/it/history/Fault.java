package org.boundsession.it.history;

/** A fault with a limited duration. */
record Fault(String name, boolean refusesWrites, Step begin, Step heal) {

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
