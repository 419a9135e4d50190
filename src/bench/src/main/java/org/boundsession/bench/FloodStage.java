package org.boundsession.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Guarded calls while others log in as fast as they can, and the same calls without those: once as fast as it goes, once at a
 * steady rate that leaves the server time, for the latency that a client sees.
 */
final class FloodStage implements Stage {

    static final String CALM = "guarded calls, no logins beside them";
    static final String FLOODED = "guarded calls, 32 clients logging in beside them";
    static final String STEADY_CALM = "guarded calls at a steady rate, no logins beside them";
    static final String STEADY_FLOODED = "guarded calls at a steady rate, 32 clients logging in beside them";

    /** Where each call runs bcrypt, logins make no difference that could be told. */
    private static final Set<String> WANTED =
            Set.of(Contenders.OURS, Contenders.OURS_JDBC, Contenders.OURS_REDIS, Contenders.NODE_UNCHECKED);

    private static final int STEADY_CONNECTIONS = 16;
    private static final double HIGHEST_STEADY_RATE = 1000;
    private static final Duration HEAD_START = Duration.ofMillis(500);

    @Override
    public void run(Arena arena, Results results) throws Exception {
        List<Site> sites = arena.sites(contender -> WANTED.contains(contender.name()));
        Map<Site, List<Call>> guarded = new LinkedHashMap<>();
        for (Site site : sites) {
            guarded.put(site, site.guardedCalls(1));
        }
        for (int round = 0; round < arena.plan().rounds(); round++) {
            for (Site site : sites) {
                List<Call> calls = guarded.get(site);
                Load.Measured calm = fast(arena, site, calls);
                // A quarter of what it can do, so that calls do not queue for each other.
                double rate = Math.min(HIGHEST_STEADY_RATE, calm.perSecond() / 4);
                results.add(CALM, site.name(), calm);
                results.add(STEADY_CALM, site.name(), steady(arena, site, calls, rate));
                results.add(FLOODED, site.name(), flooded(arena, site, () -> fast(arena, site, calls)));
                results.add(STEADY_FLOODED, site.name(), flooded(arena, site, () -> steady(arena, site, calls, rate)));
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        Load.Measured run() throws IOException;
    }

    private static Load.Measured fast(Arena arena, Site site, List<Call> calls) throws IOException {
        return arena.load()
                .run(site.port(), calls, Load.CONNECTIONS, arena.plan().turn());
    }

    private static Load.Measured steady(Arena arena, Site site, List<Call> calls, double rate) throws IOException {
        return new SocketLoad()
                .runAt(
                        rate,
                        site.port(),
                        calls,
                        STEADY_CONNECTIONS,
                        arena.plan().turn());
    }

    /** Logins that are refused because too many wait are part of it. */
    private static Load.Measured flooded(Arena arena, Site site, Work work) throws Exception {
        Duration longer = arena.plan().turn().plus(Duration.ofSeconds(1));
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                arena.load().run(site.port(), List.of(Call.login()), Load.CONNECTIONS, longer);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        TimeUnit.MILLISECONDS.sleep(HEAD_START.toMillis());
        Load.Measured measured = work.run();
        flood.join();
        // Served after all that still waits, which would go on hashing beside the next contender.
        site.openSession();
        return measured;
    }
}
