package org.boundsession.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.boundsession.bench.Contender.Trait;

/** Calls for data, of one row and of a whole page, behind the same guard. */
final class RecordsStage implements Stage {

    static final String ROW = "data call, 1 row";
    static final String PAGE = "data call, 100 rows";

    private static final Map<String, String> PATHS = Map.of(ROW, "/row?limit=1", PAGE, "/page?limit=100");

    /** A few hundredths apart, as in {@link GuardedStage}. */
    private static final int ROUNDS_OF_EACH = 4;

    /** The compiler needs longer for a database in the same JVM than for a constant answer. */
    private static final int MIN_WARM_UP_TURNS = 10;

    @Override
    public void run(Arena arena, Results results) throws Exception {
        List<Site> sites = new ArrayList<>(arena.sites(contender -> contender.has(Trait.RECORDS)));
        Map<Site, String> sessions = new LinkedHashMap<>();
        for (Site site : sites) {
            sessions.put(site, site.openSession());
        }
        for (String workload : List.of(ROW, PAGE)) {
            for (int turn = 0; turn < Math.max(MIN_WARM_UP_TURNS, arena.plan().warmUpTurns()); turn++) {
                for (Site site : sites) {
                    turn(arena, site, workload, sessions.get(site)).mustSucceed("warming up " + workload);
                }
            }
            for (int round = 0; round < ROUNDS_OF_EACH * arena.plan().rounds(); round++) {
                for (Site site : sites) {
                    measure(arena, site, workload, sessions.get(site), results);
                }
                // Neither is always the first, while the load of the machine rises or falls.
                Collections.reverse(sites);
            }
        }
    }

    /** Also the processor time of a call, which other programs on the machine disturb less than its duration. */
    private static void measure(Arena arena, Site site, String workload, String session, Results results)
            throws IOException {
        long start = site.processorNanos();
        Load.Measured measured = turn(arena, site, workload, session);
        long spent = site.processorNanos() - start;
        results.add(workload, site.name(), measured);
        results.add(workload, site.name(), Results.PROCESSOR, spent / 1e3 / measured.calls());
    }

    private static Load.Measured turn(Arena arena, Site site, String workload, String session) throws IOException {
        List<Call> calls = List.of(Call.bound(PATHS.get(workload), session));
        return arena.load()
                .run(site.port(), calls, Load.CONNECTIONS, arena.plan().turn());
    }
}
