package org.boundsession.it.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;

/**
 * A node that compares a wrong secret ends the session for its own requests, even if it must answer 503. A 503 alone
 * does not tell whether a secret was compared. But if calls of the same client without a secret, just before and just
 * after, were answered by a node that had read the session, then its store was readable in between.
 */
final class GuessesUnderCover implements Rule {

    @Override
    public Stream<Violation> check(SessionHistory history) {
        List<Operation> guesses = guesses(history);
        return history.operations().stream()
                .filter(Operation::isAdmittedProof)
                .filter(proof -> triedBefore(proof, guesses) >= Rules.CERTAIN_GUESSES)
                .map(proof ->
                        Rules.violation("admitted on a node where wrong secrets were compared before", history, proof));
    }

    private static long triedBefore(Operation proof, List<Operation> guesses) {
        return guesses.stream()
                .filter(guess -> guess.node().equals(proof.node()) && guess.returned() < proof.invoked())
                .count();
    }

    private static List<Operation> guesses(SessionHistory history) {
        List<Operation> guesses = new ArrayList<>();
        history.operations().stream().mapToInt(Operation::client).distinct().forEach(client -> {
            List<Operation> own = history.operations().stream()
                    .filter(operation -> operation.client() == client)
                    .toList();
            for (int i = 1; i < own.size() - 1; i++) {
                if (isGuess(own.get(i)) && isRead(own.get(i - 1), own.get(i)) && isRead(own.get(i + 1), own.get(i))) {
                    guesses.add(own.get(i));
                }
            }
        });
        return guesses;
    }

    private static boolean isGuess(Operation operation) {
        return operation.evidence() == Evidence.WRONG && operation.answer() == Answer.UNAVAILABLE;
    }

    private static boolean isRead(Operation beside, Operation guess) {
        return beside.node().equals(guess.node())
                && beside.evidence() == Evidence.ABSENT
                && beside.answer() == Answer.OVER;
    }
}
