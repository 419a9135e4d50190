package org.boundsession.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.boundsession.bench.Contender.Trait;

/**
 * What a guarded call costs the server that keeps the sessions, counted there: statements that are not transaction control,
 * commits, Redis commands. One session, called without a pause; what a contender does by itself meanwhile counts, too.
 */
final class CountStage implements Stage {

    static final String COUNTED = "a guarded call, counted at the server";
    static final String STATEMENTS = "statements";

    private static final int CALLS = 2_000;

    @Override
    public void run(Arena arena, Results results) throws Exception {
        countPostgres(arena, results);
        for (Site site : arena.sites(contender -> contender.has(Trait.REDIS))) {
            Redis redis = arena.servers().redis();
            String cookie = site.openSession();
            long before = redis.commands();
            call(site, cookie);
            results.add(COUNTED, site.name(), "commands", (redis.commands() - before - 1.0) / CALLS);
        }
    }

    private static void countPostgres(Arena arena, Results results) throws Exception {
        List<Site> sites = arena.sites(contender -> contender.has(Trait.POSTGRES));
        if (sites.isEmpty()) {
            return;
        }
        Postgres postgres = arena.servers().postgres();
        Map<Site, String> cookies = new LinkedHashMap<>();
        for (Site site : sites) {
            cookies.put(site, site.openSession());
        }
        postgres.countStatements(true);
        Postgres.awaitCounts();
        Map<Site, Postgres.Counts> before = new LinkedHashMap<>();
        for (Site site : sites) {
            before.put(site, postgres.counts(site.contender().database()));
        }
        for (Site site : sites) {
            call(site, cookies.get(site));
        }
        Postgres.awaitCounts();
        for (Site site : sites) {
            Postgres.Counts after = postgres.counts(site.contender().database());
            Postgres.Counts first = before.get(site);
            results.add(COUNTED, site.name(), STATEMENTS, (double) (after.statements() - first.statements()) / CALLS);
            results.add(COUNTED, site.name(), "commits", (double) (after.commits() - first.commits()) / CALLS);
        }
        postgres.countStatements(false);
    }

    private static void call(Site site, String cookie) throws IOException {
        byte[] request = Call.guarded(cookie).bytes(site.port());
        try (HttpConnection connection = new HttpConnection(site.port())) {
            for (int i = 0; i < CALLS; i++) {
                if (connection.send(request).status() != 200) {
                    throw new IOException(site.name() + " refused a call while it was counted");
                }
            }
        }
    }
}
