package org.boundsession.bench;

import java.util.Locale;
import java.util.Set;

/**
 * One way to answer the guarded call.
 *
 * @param name in the tables
 * @param what it is, in a few words for the results
 * @param traits what it takes part in
 */
record Contender(String name, String what, Set<Trait> traits, Start start) {

    /** What a contender has, beside an answer to {@code /guarded}. */
    enum Trait {
        /** {@code /login} opens a session. */
        SESSIONS,
        /** {@code /login} hashes a secret with bcrypt. */
        BINDS,
        /** {@code /row} and {@code /page} answer with rows of the sample records. */
        RECORDS,
        /** Sessions are in PostgreSQL. */
        POSTGRES,
        /** Sessions are in Redis. */
        REDIS
    }

    @FunctionalInterface
    interface Start {
        Running start(Contender contender, Servers servers) throws Exception;
    }

    /** A started contender: its port on 127.0.0.1, its process, and how to end it. */
    record Running(int port, long pid, AutoCloseable process) {}

    /** The name of its database. */
    String database() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
