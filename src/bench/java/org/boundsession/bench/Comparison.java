package org.boundsession.bench;

import java.util.List;

/**
 * A ratio worth telling: of two contenders in one workload, or of one contender in two.
 *
 * @param aim what the product promises, as it is read: at least, or at most
 */
record Comparison(
        String what,
        String workload,
        String contender,
        String otherWorkload,
        String otherContender,
        String unit,
        String aim) {

    static List<Comparison> all(Plan plan) {
        return List.of(
                guarded("guarded call, ours over bare", Contenders.OURS, Contenders.BARE, "≥ 0.95"),
                guarded("… over container session", Contenders.OURS, Contenders.CONTAINER_SESSION, ""),
                guarded("… over Node with bcrypt on each call", Contenders.OURS, Contenders.NODE_CHECKED, "≥ 1000"),
                guarded("… over Node without any check", Contenders.OURS, Contenders.NODE_UNCHECKED, "≥ 8"));
    }

    private static Comparison guarded(String what, String contender, String other, String aim) {
        return new Comparison(what, GuardedStage.ONE, contender, GuardedStage.ONE, other, Results.RATE, aim);
    }

    Series ratios(Results results) {
        return results.series(workload, contender, unit).over(results.series(otherWorkload, otherContender, unit));
    }
}
