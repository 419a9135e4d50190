package org.boundsession.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.servers.TomcatProcess;

/** What sessions weigh, and how a server with many fares; what the WAR weighs, and how long Tomcat takes to deploy it. */
final class GrowthStage implements Stage {

    static final String WEIGHT = "an idle session, of 100,000";
    static final String BYTES = "bytes of heap";
    static final String ROWS = "guarded call, 100 sessions in random order, PostgreSQL with ";

    private static final Pattern DEPLOYED =
            Pattern.compile("bound-session\\.war\\] has finished in \\[([\\d,.]+)\\] ms");
    private static final int DRIVEN = 100;
    private static final int WEIGHED = 100_000;
    private static final int FILLED_AT_ONCE = 100_000;
    private static final String FEW_ROWS = "nothing but those";
    private static final String MANY_ROWS = "100,000 rows";

    static String live(int sessions) {
        return "guarded call, 100 sessions in random order, of %,d live ones".formatted(sessions);
    }

    @Override
    public void run(Arena arena, Results results) throws Exception {
        war(arena, results);
        try (Site site = Contenders.roomy(Contenders.CONTAINER_SESSION, arena.servers())) {
            weigh(site, results);
        }
        inMemory(arena, results);
        inPostgres(arena, results);
    }

    private static void war(Arena arena, Results results) throws Exception {
        results.add("the WAR", Contenders.OURS, "MB", Files.size(Path.of(System.getProperty("it.war"))) / 1e6);
        for (int round = 0; round < arena.plan().rounds(); round++) {
            try (TomcatProcess tomcat = Contenders.asInstalled()) {
                Matcher deployed = DEPLOYED.matcher(tomcat.logs());
                if (!deployed.find()) {
                    throw new IOException("Tomcat does not say how long the deployment took");
                }
                results.add(
                        "the WAR",
                        Contenders.OURS,
                        "ms to deploy",
                        Double.parseDouble(deployed.group(1).replaceAll("[,.]", "")));
            }
        }
    }

    private static void weigh(Site site, Results results) throws IOException {
        site.openSession();
        fill(site, 0, 100);
        long before = heapOf(site);
        fill(site, 100, 100 + WEIGHED);
        results.add(WEIGHT, site.name(), BYTES, (double) (heapOf(site) - before) / WEIGHED);
    }

    private static void inMemory(Arena arena, Results results) throws Exception {
        try (Site none = Contenders.roomy(Contenders.OURS, arena.servers());
                Site some = Contenders.roomy(Contenders.OURS, arena.servers());
                Site million = Contenders.roomy(Contenders.OURS, arena.servers())) {
            weigh(million, results);
            fill(million, 100 + WEIGHED, 1_000_000);
            fill(some, 0, 10_000);
            Map<String, Site> sites = new LinkedHashMap<>();
            sites.put(live(DRIVEN), none);
            sites.put(live(10_000), some);
            sites.put(live(1_000_000), million);
            rounds(arena, results, sites);
        }
    }

    private static void inPostgres(Arena arena, Results results) throws Exception {
        Postgres postgres = arena.servers().postgres();
        Postgres.Database few = postgres.newDatabase("few_rows");
        Postgres.Database many = postgres.newDatabase("many_rows");
        try (Site fewRows = Contenders.oursOn(few, arena.servers());
                Site manyRows = Contenders.oursOn(many, arena.servers())) {
            manyRows.openSession();
            postgres.executeIn(many.name(), """
                    INSERT INTO bound_session (session_key, application, user_key, principal, roles, binding,
                        creation_time, last_access_time, max_inactive_interval, end_time, expiry_time, mismatches,
                        attributes, version, seal)
                    SELECT md5(n::text) || md5((-n)::text), application, md5((-n)::text) || md5(n::text), 'user' || n,
                        roles, binding, creation_time, last_access_time + 3000000, 3600000, end_time, end_time,
                        mismatches, attributes, version, seal
                    FROM generate_series(1, 100000) n, (SELECT * FROM bound_session LIMIT 1) one""");
            postgres.executeIn(many.name(), "ANALYZE bound_session");
            Map<String, Site> sites = new LinkedHashMap<>();
            sites.put(ROWS + FEW_ROWS, fewRows);
            sites.put(ROWS + MANY_ROWS, manyRows);
            rounds(arena, results, sites);
        }
    }

    /** Each site is a workload, so that their ratio can be taken. */
    private static void rounds(Arena arena, Results results, Map<String, Site> sites) throws Exception {
        Map<String, List<Call>> calls = new LinkedHashMap<>();
        for (Map.Entry<String, Site> site : sites.entrySet()) {
            calls.put(site.getKey(), site.getValue().guardedCalls(DRIVEN));
            arena.warmUp(site.getValue());
        }
        for (int round = 0; round < arena.plan().rounds(); round++) {
            for (Map.Entry<String, Site> site : sites.entrySet()) {
                results.add(
                        site.getKey(),
                        site.getValue().name(),
                        arena.load()
                                .run(
                                        site.getValue().port(),
                                        calls.get(site.getKey()),
                                        Load.CONNECTIONS,
                                        arena.plan().turn()));
            }
        }
    }

    private static void fill(Site site, int from, int to) throws IOException {
        try (HttpConnection connection = new HttpConnection(site.port())) {
            for (int i = from; i < to; i += FILLED_AT_ONCE) {
                Call call =
                        new Call("/fill?from=" + i + "&to=" + Math.min(to, i + FILLED_AT_ONCE), List.of("Accept: */*"));
                if (connection.send(call.bytes(site.port())).status() != 200) {
                    throw new IOException("no sessions were made at " + site.name());
                }
            }
        }
    }

    /** Bytes of live objects: a histogram collects the garbage first. */
    private static long heapOf(Site site) throws IOException {
        String histogram = Commands.outputOf(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(site.pid()),
                "GC.class_histogram"));
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> Long.parseLong(line.trim().split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("no histogram:\n" + histogram));
    }
}
