package org.boundsession.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is measured, and how long everything takes.
 *
 * @param closeRounds for contenders that are close to each other: times as many
 * @param turn of one contender in one round
 * @param warmUpTurns of a contender before its first round; full: longer than a tenth of the idle time
 * @param sessions of the workload with many; 0 leaves it out
 * @param stages to run
 * @param contenders who takes part; empty for all
 */
record Plan(
        String name,
        int rounds,
        int closeRounds,
        Duration turn,
        int warmUpTurns,
        int sessions,
        List<String> stages,
        Set<String> contenders) {

    private static Plan full() {
        return new Plan("full", 5, 5, Duration.ofSeconds(1), 20, 200, Bench.STAGES, Set.of());
    }

    private static Plan quick() {
        return new Plan(
                "quick",
                2,
                1,
                Duration.ofSeconds(1),
                3,
                0,
                List.of("guarded", "login", "records", "digests"),
                Set.of());
    }

    /**
     * As the system properties say: {@code bench.quick}, and where they are not empty {@code bench.stages} and {@code
     * bench.contenders} (names, with a semicolon between two) and {@code bench.rounds}.
     */
    static Plan asked() {
        Plan plan = Boolean.getBoolean("bench.quick") ? quick() : full();
        List<String> stages = words("bench.stages");
        return new Plan(
                plan.name,
                Integer.getInteger("bench.rounds", plan.rounds),
                plan.closeRounds,
                plan.turn,
                plan.warmUpTurns,
                plan.sessions,
                stages.isEmpty() ? plan.stages : stages,
                Set.copyOf(words("bench.contenders")));
    }

    private static List<String> words(String property) {
        String value = System.getProperty(property, "");
        return value.isBlank() ? List.of() : List.of(value.split(";"));
    }

    boolean includes(Contender contender) {
        return contenders.isEmpty() || contenders.contains(contender.name());
    }
}
