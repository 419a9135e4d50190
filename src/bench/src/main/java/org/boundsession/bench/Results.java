package org.boundsession.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured: for each workload, contender and unit one figure a round. Not thread-safe. */
final class Results {

    static final String RATE = "calls/s";
    static final String P50 = "p50 ms";
    static final String P99 = "p99 ms";
    static final String PROCESSOR = "processor µs/call";

    private final Map<String, Map<String, Map<String, List<Double>>>> workloads = new LinkedHashMap<>();
    private final Map<String, Long> lost = new LinkedHashMap<>();

    /** Other contenders may lose a few calls, Tomcat's PersistentValve does; {@link #lost} has them. We may not. */
    void add(String workload, String contender, Load.Measured measured) {
        String what = workload + ", " + contender;
        measured.mustSucceed(what);
        if (measured.failures() > 0) {
            if (contender.startsWith(Contenders.OURS)) {
                throw new IllegalStateException(what + " lost " + measured.failures() + " calls");
            }
            lost.merge(what, measured.failures(), Long::sum);
        }
        add(workload, contender, RATE, measured.perSecond());
        add(workload, contender, P50, measured.p50());
        add(workload, contender, P99, measured.p99());
    }

    void add(String workload, String contender, String unit, double figure) {
        workloads
                .computeIfAbsent(workload, key -> new LinkedHashMap<>())
                .computeIfAbsent(contender, key -> new LinkedHashMap<>())
                .computeIfAbsent(unit, key -> new ArrayList<>())
                .add(figure);
        System.out.printf("%-45s %-28s %12.3f %s%n", workload, contender, figure, unit);
    }

    /** By workload, contender and unit, in the order in which they were measured. */
    Map<String, Map<String, Map<String, List<Double>>>> all() {
        return workloads;
    }

    /** Calls that were not answered with 200, by workload and contender. */
    Map<String, Long> lost() {
        return lost;
    }

    Series series(String workload, String contender, String unit) {
        return new Series(workloads
                .getOrDefault(workload, Map.of())
                .getOrDefault(contender, Map.of())
                .getOrDefault(unit, List.of()));
    }
}
