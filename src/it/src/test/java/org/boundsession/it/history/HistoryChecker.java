package org.boundsession.it.history;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Kind;

/** Finds the promises that a history proves to be broken. A pure function. */
final class HistoryChecker {

    private final List<Rule> rules;

    /** @param unrecorded operations during which the store refused writes */
    HistoryChecker(Lifetimes lifetimes, Predicate<Operation> unrecorded) {
        this.rules = new Rules(lifetimes, unrecorded).all();
    }

    /** The broken promises in the order of time, each once for a session. */
    List<Violation> check(List<Operation> history) {
        Set<String> reported = new HashSet<>();
        return all(history)
                .sorted(Comparator.comparingLong(
                        violation -> violation.witness().invoked()))
                .filter(violation -> reported.add(violation.session() + violation.promise()))
                .toList();
    }

    private Stream<Violation> all(List<Operation> history) {
        Map<Integer, List<Operation>> bySession = history.stream().collect(Collectors.groupingBy(Operation::session));
        Stream<Violation> ofSessions = history.stream()
                .filter(operation -> operation.opened() != 0)
                .map(opening -> new SessionHistory(
                        opening.opened(), opening, bySession.getOrDefault(opening.opened(), List.of())))
                .flatMap(session -> rules.stream().flatMap(rule -> rule.check(session)));
        return Stream.concat(ofSessions, failedLogins(bySession.getOrDefault(0, List.of())));
    }

    private static Stream<Violation> failedLogins(List<Operation> withoutCookie) {
        return withoutCookie.stream()
                .filter(login -> login.kind() == Kind.LOGIN && login.answer() == Answer.UNEXPECTED)
                .map(login -> new Violation("an answer to a login that no client can expect", 0, login));
    }
}
