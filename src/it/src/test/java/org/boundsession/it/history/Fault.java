package org.boundsession.it.history;

/** Something that goes wrong for a while. */
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
