package org.boundsession.it.history;

import java.util.stream.Stream;

/** One promise, checked for one session. */
@FunctionalInterface
interface Rule {
    Stream<Violation> check(SessionHistory history);
}
