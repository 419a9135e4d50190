package org.boundsession.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long everything takes.
 *
 * @param turn of one contender in one round
 * @param warmUpTurns that a contender gets at most, before its first round
 * @param sessions of the workload with many; 0 leaves it out
 * @param stages that are run where none is asked for
 */
record Plan(String name, int rounds, Duration turn, int warmUpTurns, int sessions, List<String> stages) {

    static Plan full() {
        return new Plan("full", 5, Duration.ofSeconds(2), 5, 200, Bench.STAGES);
    }

    static Plan quick() {
        return new Plan("quick", 2, Duration.ofSeconds(1), 3, 0, List.of("guarded", "login"));
    }
}
