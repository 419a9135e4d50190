package org.boundsession.it.history;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that clients did with one session.
 *
 * @param opening the login that opened it
 * @param operations those that named it by its cookie, in the order of their invocation
 */
record SessionHistory(int session, Operation opening, List<Operation> operations) {

    SessionHistory {
        operations = operations.stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList();
    }

    /** Of the last proof that was invoked before that time and admitted; a login is one. */
    long lastPromiseBefore(long time) {
        return Stream.concat(Stream.of(opening), operations.stream().filter(Operation::isAdmittedProof))
                .mapToLong(Operation::invoked)
                .filter(invoked -> invoked < time)
                .max()
                .orElse(opening.invoked());
    }

    /** All that may have extended its life before that time. */
    Stream<Operation> possibleProofsBefore(long time) {
        return operations.stream().filter(operation -> operation.mayHaveProved() && operation.invoked() < time);
    }
}
