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
                guarded("… over Node without any check", Contenders.OURS, Contenders.NODE_UNCHECKED, "≥ 8"),
                guarded(
                        "… in PostgreSQL over Spring Session JDBC",
                        Contenders.OURS_JDBC,
                        Contenders.SPRING_JDBC,
                        "≥ 5"),
                guarded(
                        "… in PostgreSQL over Tomcat's DataSourceStore",
                        Contenders.OURS_JDBC,
                        Contenders.TOMCAT_JDBC,
                        ""),
                guarded("… in PostgreSQL over Node", Contenders.OURS_JDBC, Contenders.NODE_JDBC, ""),
                guarded("… in Redis over Spring Session Redis", Contenders.OURS_REDIS, Contenders.SPRING_REDIS, "≥ 2"),
                many(plan, "… of many sessions, over bare", Contenders.OURS, Contenders.BARE),
                many(
                        plan,
                        "… of many sessions in PostgreSQL, over Spring Session JDBC",
                        Contenders.OURS_JDBC,
                        Contenders.SPRING_JDBC),
                records(
                        "data call of one row, over a plain JDBC servlet behind the same guard",
                        RecordsStage.ROW,
                        "≥ 0.9"),
                records("… of 100 rows", RecordsStage.PAGE, "≥ 0.95"),
                recordsProcessor("… of one row, processor time", RecordsStage.ROW),
                recordsProcessor("… of 100 rows, processor time", RecordsStage.PAGE),
                new Comparison(
                        "logins over bcrypt alone on the lane's processors",
                        LoginStage.NEW,
                        Contenders.OURS,
                        LoginStage.NEW,
                        LoginStage.RAW,
                        Results.RATE,
                        "≥ 0.9"),
                digests(
                        "24 logins at once of one user over one alone, until the last, shipped digests",
                        DigestStage.ONE_USER),
                digests("… of 24 users", DigestStage.MANY_USERS),
                new Comparison(
                        "p99 of guarded calls, with a flood of logins over without",
                        FloodStage.FLOODED,
                        Contenders.OURS,
                        FloodStage.CALM,
                        Contenders.OURS,
                        Results.P99,
                        "≤ 3"),
                flooded("… at a steady rate", Contenders.OURS, "≤ 3"),
                flooded("… in PostgreSQL", Contenders.OURS_JDBC, ""),
                flooded("… in Redis", Contenders.OURS_REDIS, ""),
                flooded("… of Node without any check", Contenders.NODE_UNCHECKED, ""),
                new Comparison(
                        "throughput of guarded calls, with a flood of logins over without",
                        FloodStage.FLOODED,
                        Contenders.OURS,
                        FloodStage.CALM,
                        Contenders.OURS,
                        Results.RATE,
                        ""),
                new Comparison(
                        "heap of an idle bound session over one of the container's with the same attributes",
                        GrowthStage.WEIGHT,
                        Contenders.OURS,
                        GrowthStage.WEIGHT,
                        Contenders.CONTAINER_SESSION,
                        GrowthStage.BYTES,
                        "≤ 1.5"),
                new Comparison(
                        "guarded call, 1,000,000 live sessions over 100",
                        GrowthStage.live(1_000_000),
                        Contenders.OURS,
                        GrowthStage.live(100),
                        Contenders.OURS,
                        Results.RATE,
                        "≥ 0.85"));
    }

    private static Comparison guarded(String what, String contender, String other, String aim) {
        return new Comparison(what, GuardedStage.ONE, contender, GuardedStage.ONE, other, Results.RATE, aim);
    }

    private static Comparison records(String what, String workload, String aim) {
        return new Comparison(what, workload, Contenders.OURS, workload, Contenders.PLAIN_JDBC, Results.RATE, aim);
    }

    private static Comparison recordsProcessor(String what, String workload) {
        return new Comparison(what, workload, Contenders.OURS, workload, Contenders.PLAIN_JDBC, Results.PROCESSOR, "");
    }

    private static Comparison digests(String what, String workload) {
        return new Comparison(
                what, workload, Contenders.OURS, DigestStage.ALONE, Contenders.OURS, DigestStage.MILLIS, "");
    }

    private static Comparison flooded(String what, String contender, String aim) {
        return new Comparison(
                what, FloodStage.STEADY_FLOODED, contender, FloodStage.STEADY_CALM, contender, Results.P99, aim);
    }

    private static Comparison many(Plan plan, String what, String contender, String other) {
        String workload = GuardedStage.many(plan);
        return new Comparison(what, workload, contender, workload, other, Results.RATE, "");
    }

    Series ratios(Results results) {
        return results.series(workload, contender, unit).over(results.series(otherWorkload, otherContender, unit));
    }
}
