package org.boundsession.it.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a reader needs to find the cause of a violation: numbers instead of ids and secrets. */
final class HistoryReport {

    private static final int MAX_VIOLATIONS = 10;
    private static final int MAX_LINES = 40;

    private final List<Operation> history;
    private final List<String> diary;

    HistoryReport(List<Operation> history, List<String> diary) {
        this.history = history.stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList();
        this.diary = diary;
    }

    /** Faults first, then every operation. */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(diary);
        history.forEach(operation -> lines.add(operation.toString()));
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    /** The first violations, each with what happened to its session until then. */
    String about(List<Violation> violations) {
        StringBuilder text = new StringBuilder();
        violations.stream()
                .limit(MAX_VIOLATIONS)
                .forEach(violation -> text.append('\n').append(violation).append(around(violation)));
        return text.append("\nfaults:\n    ")
                .append(String.join("\n    ", diary))
                .append('\n')
                .toString();
    }

    private String around(Violation violation) {
        List<Operation> ofSession = history.stream()
                .filter(operation -> violation.session() != 0)
                .filter(operation ->
                        operation.session() == violation.session() || operation.opened() == violation.session())
                .filter(operation -> operation.invoked() <= violation.witness().returned())
                .toList();
        StringBuilder text = new StringBuilder("\n  before that:\n");
        ofSession.stream()
                .skip(Math.max(0, ofSession.size() - MAX_LINES))
                .forEach(operation -> text.append("    ").append(operation).append('\n'));
        return text.toString();
    }
}
