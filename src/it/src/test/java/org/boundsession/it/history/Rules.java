package org.boundsession.it.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;
import org.boundsession.it.history.Operation.Kind;
import org.boundsession.it.history.Operation.Node;

/**
 * The product's promises about a session. Each rule reports only what no order of effects can explain, so that a slow
 * machine widens the intervals but causes no false alarm.
 */
final class Rules {

    /** At this many bracketed guesses on one node it is certain that secrets were compared. */
    static final int CERTAIN_GUESSES = 3;

    private final Lifetimes lifetimes;
    private final Predicate<Operation> unrecorded;

    /** @param unrecorded operations during which the store refused writes: other nodes need not know of their proof */
    Rules(Lifetimes lifetimes, Predicate<Operation> unrecorded) {
        this.lifetimes = lifetimes;
        this.unrecorded = unrecorded;
    }

    List<Rule> all() {
        return List.of(
                this::answersAreExpected,
                this::noWrongSecretIsAdmitted,
                this::noEndIsUndone,
                this::noEndIsWithoutReason,
                this::expiryEnds,
                this::oneMismatchOnEachNode,
                new GuessesUnderCover());
    }

    private Stream<Violation> answersAreExpected(SessionHistory history) {
        return history.operations().stream()
                .filter(operation -> operation.answer() == Answer.UNEXPECTED
                        || operation.evidence() == Evidence.RIGHT && operation.answer() == Answer.INVALIDATED
                        || operation.evidence() == Evidence.ABSENT
                                && operation.kind() != Kind.LOGIN_AS_ANOTHER
                                && operation.answer() == Answer.INVALIDATED)
                .map(operation -> violation("an answer that no client can expect", history, operation));
    }

    private Stream<Violation> noWrongSecretIsAdmitted(SessionHistory history) {
        return history.operations().stream()
                .filter(operation -> operation.evidence() != Evidence.RIGHT)
                .filter(operation -> operation.answer() == Answer.ADMITTED || operation.answer() == Answer.LOGGED_OUT)
                .map(operation -> violation("admitted without the right secret", history, operation));
    }

    private Stream<Violation> noEndIsUndone(SessionHistory history) {
        List<Operation> ends =
                history.operations().stream().filter(Operation::acknowledgesEnd).toList();
        return history.operations().stream()
                .filter(Operation::foundItLive)
                .filter(live ->
                        ends.stream().anyMatch(end -> end.returned() < live.invoked() && binds(history, end, live)))
                .map(live -> violation("found live after its end was answered", history, live));
    }

    /** An end is one for all nodes. Only a mismatch whose node could not write holds there first, and elsewhere later. */
    private static boolean binds(SessionHistory history, Operation end, Operation live) {
        return end.calm() || end.node().equals(live.node()) || !history.followsMismatch(end);
    }

    private Stream<Violation> noEndIsWithoutReason(SessionHistory history) {
        return history.operations().stream()
                .filter(Operation::foundItOver)
                .filter(operation -> !hasReason(history, operation))
                .map(operation -> violation("over within its idle time, and nobody ended it", history, operation));
    }

    private boolean hasReason(SessionHistory history, Operation over) {
        long latest = over.returned() + lifetimes.tolerance();
        return latest >= history.opening().invoked() + lifetimes.absolute()
                || isIdleFor(over, history)
                || history.operations().stream()
                        .anyMatch(other -> other.foundItOver()
                                && !other.node().equals(over.node())
                                && other.invoked() < latest
                                && isIdleFor(other, history))
                || history.operations().stream()
                        .anyMatch(other -> other != over && other.mayHaveEndedIt() && other.invoked() < latest);
    }

    /** Its node then ends it for all nodes, also for one that knows of a later proof. */
    private boolean isIdleFor(Operation over, SessionHistory history) {
        return over.returned() + lifetimes.tolerance()
                >= history.lastPromiseBefore(over.returned(), proof -> isUnknownTo(over.node(), proof))
                        + lifetimes.idle();
    }

    /** The node that admitted a proof knows it, also if the store refused to record it. */
    private boolean isUnknownTo(Node node, Operation proof) {
        return unrecorded.test(proof) && !proof.node().equals(node);
    }

    private Stream<Violation> expiryEnds(SessionHistory history) {
        return history.operations().stream()
                .filter(operation -> operation.foundItLive() && operation.invoked() > latestEnd(history, operation))
                .map(operation -> violation("found live after its lifetime", history, operation));
    }

    private long latestEnd(SessionHistory history, Operation live) {
        long absolute = history.opening().returned() + lifetimes.absolute();
        boolean unbounded = history.possibleProofsBefore(live.returned())
                .anyMatch(proof -> proof != live && proof.answer() == Answer.LOST);
        if (unbounded) {
            return absolute + lifetimes.tolerance();
        }
        long lastProof = history.possibleProofsBefore(live.returned())
                .filter(proof -> proof != live)
                .mapToLong(Operation::returned)
                .reduce(history.opening().returned(), Math::max);
        return Math.min(absolute, lastProof + lifetimes.longestIdle()) + lifetimes.tolerance();
    }

    private Stream<Violation> oneMismatchOnEachNode(SessionHistory history) {
        Map<Node, Operation> first = new HashMap<>();
        return history.operations().stream()
                .filter(operation -> operation.answer() == Answer.INVALIDATED)
                .filter(operation -> first.putIfAbsent(operation.node(), operation) != null)
                .map(operation -> violation("a second secret was tried on the same node", history, operation));
    }

    static Violation violation(String promise, SessionHistory history, Operation witness) {
        return new Violation(promise, history.session(), witness);
    }
}
