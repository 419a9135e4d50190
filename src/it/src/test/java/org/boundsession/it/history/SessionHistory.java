package org.boundsession.it.history;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;

/**
 * All operations of clients on one session.
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

    /**
     * Of the last proof that was invoked before that time and admitted; a login is one.
     *
     * @param unrecorded proofs that the store may have refused to record, so that only their node knows them
     */
    long lastPromiseBefore(long time, Predicate<Operation> unrecorded) {
        Stream<Operation> proofs =
                operations.stream().filter(Operation::isAdmittedProof).filter(unrecorded.negate());
        return Stream.concat(Stream.of(opening), proofs)
                .mapToLong(Operation::invoked)
                .filter(invoked -> invoked < time)
                .max()
                .orElse(opening.invoked());
    }

    /** Whether it is, or may be due to, a mismatch on the same node. */
    boolean followsMismatch(Operation end) {
        return (end.answer() == Answer.INVALIDATED || end.foundItOver())
                && operations.stream()
                        .anyMatch(operation -> operation.evidence() == Evidence.WRONG
                                && operation.mayHaveEndedIt()
                                && operation.node().equals(end.node())
                                && operation.invoked() < end.returned());
    }

    /** All that may have extended its life before that time. */
    Stream<Operation> possibleProofsBefore(long time) {
        return operations.stream().filter(operation -> operation.mayHaveProved() && operation.invoked() < time);
    }
}
