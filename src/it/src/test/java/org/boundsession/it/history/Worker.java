package org.boundsession.it.history;

import java.util.function.BooleanSupplier;

/** A client that sends one request after the other. */
@FunctionalInterface
interface Worker {
    /** Ends soon after it is done. */
    void run(BooleanSupplier done);
}
