package org.boundsession.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The inner pieces alone, by JMH, with the bytes that each allocates. */
final class PiecesStage implements Stage {

    static final String PIECES = "inner pieces, one thread";

    @Override
    public void run(Arena arena, Results results) throws Exception {
        Options options = new OptionsBuilder()
                .include("org\\.boundsession\\..*Benchmark")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(arena.plan().rounds())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(arena.plan().rounds())
                .measurementTime(TimeValue.seconds(1))
                .addProfiler("gc")
                .verbosity(VerboseMode.SILENT)
                .build();
        for (RunResult run : new Runner(options).run()) {
            String name = run.getParams().getBenchmark().replaceFirst(".*\\.", "");
            for (BenchmarkResult fork : run.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    results.add(PIECES, name, "µs", iteration.getPrimaryResult().getScore());
                }
            }
            for (Result<?> second : run.getSecondaryResults().values()) {
                if (second.getLabel().endsWith("gc.alloc.rate.norm")) {
                    results.add(PIECES, name, "bytes allocated", second.getScore());
                }
            }
        }
    }
}
