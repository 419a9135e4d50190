package org.boundsession.bench;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param turn of one contender in one round
 * @param warmUpTurns that a contender gets at most, before its first round
 * @param sessions of the workload with many
 */
record Plan(String name, int rounds, Duration turn, int warmUpTurns, int sessions) {

    static Plan full() {
        return new Plan("full", 5, Duration.ofSeconds(3), 6, 200);
    }

    static Plan quick() {
        return new Plan("quick", 2, Duration.ofSeconds(1), 5, 20);
    }
}
