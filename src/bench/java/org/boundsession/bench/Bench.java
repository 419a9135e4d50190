package org.boundsession.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole benchmark, from the start of the contenders to the written results. */
public final class Bench {

    private static final Path OUT = Path.of("target/bench");

    private Bench() {}

    /** @param args true for the quick run, then the stages to run; none for all */
    public static void main(String[] args) throws Exception {
        boolean quick = Boolean.parseBoolean(args[0]);
        List<String> wanted =
                args.length > 1 && !args[1].isBlank() ? List.of(args[1].split(",")) : List.copyOf(stages().keySet());
        Plan plan = quick ? Plan.quick() : Plan.full();
        Files.createDirectories(OUT);
        Results results = new Results();
        try (Servers servers = new Servers();
                Arena arena = new Arena(plan, servers, Load.best(OUT))) {
            for (String stage : wanted) {
                System.out.println("== " + stage);
                long start = System.nanoTime();
                stages().get(stage).run(arena, results);
                System.out.printf("== %s took %d s%n", stage, (System.nanoTime() - start) / 1_000_000_000);
            }
            Report report = new Report(Machine.read(servers, arena.load()), plan, results);
            report.writeTo(OUT);
            System.out.println(report.markdown());
        }
    }

    private static Map<String, Stage> stages() {
        Map<String, Stage> stages = new LinkedHashMap<>();
        stages.put("guarded", new GuardedStage());
        return stages;
    }
}
