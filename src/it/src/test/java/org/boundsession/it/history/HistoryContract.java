package org.boundsession.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.boundsession.it.history.Operation.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each answer is true, whatever fails: the store, the connections to it, the nodes.
 *
 * <p>System properties: {@code it.seed} chooses operations and faults, {@code it.history.seconds} says how long faults
 * happen, and {@code it.faults} is a regular expression for the names of those that do, to look for the cause of a
 * violation.
 */
@Timeout(600)
abstract class HistoryContract {

    private static final long SEED = Long.getLong("it.seed", 20_261_126);
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("it.history.seconds", 40));
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration ABSOLUTE = Duration.ofSeconds(12);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MAX_LOOKS = 600;
    private static final long PAUSE_NANOS = 100_000_000;

    private FaultyStore store;

    abstract FaultyStore startStore() throws Exception;

    @BeforeEach
    void start() throws Exception {
        store = startStore();
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
    }

    @Test
    void answersOnlyWhatIsTrueWhileAnythingFails() throws Exception {
        Lifetimes lifetimes = new Lifetimes(IDLE, ABSOLUTE);
        try (Cluster cluster = new Cluster(store, IDLE, ABSOLUTE)) {
            HistoryRun run = new HistoryRun(cluster, store, lifetimes, SEED);
            run.runAll(DURATION);
            List<Operation> history = run.history();
            HistoryReport report = new HistoryReport(history, run.diary());
            Path file = written(report, "all");

            List<Violation> violations = new HistoryChecker(lifetimes, run::refusedWrites).check(history);

            assertThat(violations)
                    .as(() -> "-Dit.seed=" + SEED + ", all of " + history.size() + " operations in " + file
                            + ", logs in " + cluster.logs() + report.about(violations))
                    .isEmpty();
            // Something was tested at all.
            assertThat(answers(history))
                    .contains(Answer.OPENED, Answer.ADMITTED, Answer.UNAVAILABLE)
                    .containsAnyOf(Answer.LOGGED_OUT, Answer.OVER, Answer.INVALIDATED);
        }
    }

    @Test
    void leavesNoSessionOfALoginThatFailed() throws Exception {
        try (Cluster cluster = new Cluster(store, DAY, DAY)) {
            HistoryRun run = new HistoryRun(cluster, store, new Lifetimes(DAY, DAY), SEED);
            run.runLogins(DURATION.dividedBy(2));
            List<Operation> history = run.history();
            Path file = written(new HistoryReport(history, run.diary()), "logins");
            long opened = count(history, Answer.OPENED);
            // Of a login whose client has gone nobody knows.
            long lost = count(history, Answer.LOST);

            long left = sessionsOnceAtMost(opened + lost);

            assertThat(left)
                    .as("sessions, -Dit.seed=" + SEED + ", all operations in " + file + ", logs in " + cluster.logs())
                    .isBetween(opened, opened + lost);
            assertThat(answers(history)).contains(Answer.UNAVAILABLE);
        }
    }

    @Test
    void writesOneLineForEachEndThatTookEffect() throws Exception {
        HistoryRun run;
        List<KnownSession> sessions;
        Set<KnownSession> live;
        String logs;
        Path file;
        try (Cluster cluster = new Cluster(store, DAY, DAY)) {
            run = new HistoryRun(cluster, store, new Lifetimes(DAY, DAY), SEED);
            sessions = run.runEnds(DURATION.dividedBy(2));
            live = sessions.stream().filter(run::isLive).collect(Collectors.toSet());
            file = written(new HistoryReport(run.history(), run.diary()), "ends");
            awaitLines(cluster, sessions, live);
            cluster.close();
            logs = cluster.auditLogs();
        }

        assertThat(new AuditedEnds(logs).wrong(sessions, live::contains))
                .as("-Dit.seed=" + SEED + ", all operations in " + file)
                .isEmpty();
        assertThat(answers(run.history())).contains(Answer.LOGGED_OUT, Answer.UNAVAILABLE);
    }

    /** Of an end whose answer was lost the node learns when the store is back. */
    private static void awaitLines(Cluster cluster, List<KnownSession> sessions, Set<KnownSession> live) {
        for (int i = 0; i < MAX_LOOKS; i++) {
            if (new AuditedEnds(cluster.auditLogs())
                    .wrong(sessions, live::contains)
                    .isEmpty()) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Path written(HistoryReport report, String run) throws Exception {
        Path file = Path.of("target", "history", getClass().getSimpleName() + "-" + run + ".txt");
        report.write(file);
        return file;
    }

    private static Set<Answer> answers(List<Operation> history) {
        return history.stream().map(Operation::answer).collect(Collectors.toSet());
    }

    private static long count(List<Operation> history, Answer answer) {
        return history.stream()
                .filter(operation -> operation.answer() == answer)
                .count();
    }

    /** What is to be undone is undone when the nodes find that the store is back. */
    private long sessionsOnceAtMost(long expected) throws Exception {
        long sessions = store.sessions();
        for (int i = 0; i < MAX_LOOKS && sessions > expected; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            sessions = store.sessions();
        }
        return sessions;
    }
}
