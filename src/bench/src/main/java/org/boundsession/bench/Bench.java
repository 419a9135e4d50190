package org.boundsession.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The whole benchmark, from the start of the contenders to the written results. */
public final class Bench {

    /** Counting comes first: later there are sessions that expire, and who cleans them up asks more. */
    static final List<String> STAGES = List.of(
            "count", "guarded", "login", "records", "digests", "flood", "expiry", "pieces", "growth", "restart");

    private static final Path OUT = Path.of("target/bench");

    private Bench() {}

    /** Runs the plan that {@link Plan#asked} reads. */
    public static void main(String[] args) throws Exception {
        Plan plan = Plan.asked();
        Files.createDirectories(OUT);
        Logger.getLogger("").setLevel(Level.WARNING);
        // Whoever interrupts a run shall not have to look for what it started.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        Results results = new Results();
        try (Servers servers = new Servers();
                Arena arena = new Arena(plan, servers, Load.best(OUT))) {
            try {
                for (String name : plan.stages()) {
                    run(name, arena, results);
                }
            } finally {
                Report report = new Report(Machine.read(servers, arena.load()), plan, results);
                report.writeTo(OUT);
                System.out.println(report.markdown());
            }
        }
    }

    private static void run(String name, Arena arena, Results results) throws Exception {
        long start = System.nanoTime();
        System.out.println("== " + name);
        stage(name).run(arena, results);
        System.out.printf("== %s took %d s%n", name, (System.nanoTime() - start) / 1_000_000_000);
    }

    private static Stage stage(String name) {
        return switch (name) {
            case "guarded" -> new GuardedStage();
            case "login" -> new LoginStage();
            case "records" -> new RecordsStage();
            case "digests" -> new DigestStage();
            case "count" -> new CountStage();
            case "flood" -> new FloodStage();
            case "expiry" -> new ExpiryStage();
            case "pieces" -> new PiecesStage();
            case "growth" -> new GrowthStage();
            case "restart" -> new RestartStage();
            default -> throw new IllegalArgumentException(name + " is none of the stages " + STAGES);
        };
    }
}
