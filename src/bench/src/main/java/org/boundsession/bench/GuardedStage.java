package org.boundsession.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The guarded call, of one session and of many in random order. */
final class GuardedStage implements Stage {

    static final String ONE = "guarded call, one session";

    /** A few hundredths apart, which a few rounds of a noisy machine cannot tell. */
    private static final Set<String> CLOSE = Set.of(Contenders.BARE, Contenders.CONTAINER_SESSION, Contenders.OURS);

    @Override
    public void run(Arena arena, Results results) throws Exception {
        List<Site> sites = arena.sites(contender -> !contender.name().equals(Contenders.PLAIN_JDBC));
        rounds(arena, results, ONE, sites, 1);
        List<Site> close = arena.sites(contender -> CLOSE.contains(contender.name()));
        for (int more = 1; more < arena.plan().closeRounds(); more++) {
            rounds(arena, results, ONE, close, 1);
        }
        if (arena.plan().sessions() > 0) {
            rounds(arena, results, many(arena.plan()), sites, arena.plan().sessions());
        }
    }

    static String many(Plan plan) {
        return "guarded call, " + plan.sessions() + " sessions in random order";
    }

    private static void rounds(Arena arena, Results results, String workload, List<Site> sites, int sessions)
            throws Exception {
        Map<Site, List<Call>> calls = new LinkedHashMap<>();
        for (Site site : sites) {
            calls.put(site, site.guardedCalls(sessions));
        }
        for (int round = 0; round < arena.plan().rounds(); round++) {
            for (Site site : sites) {
                Load.Measured measured = arena.load()
                        .run(
                                site.port(),
                                calls.get(site),
                                Load.CONNECTIONS,
                                arena.plan().turn());
                results.add(workload, site.name(), measured);
            }
        }
    }
}
