package org.boundsession.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Calls at a constant rate, whether earlier ones have been answered or not (open load model). */
final class SteadyCalls {

    private static final int PER_SECOND = 50;
    private static final int THREADS = 64;
    private static final long MAX_SECONDS = 120;

    private SteadyCalls() {}

    /** @param delay from the moment at which the call was due */
    record Answered(int status, Duration delay) {}

    static List<Answered> run(Duration duration, IntSupplier call) throws Exception {
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(THREADS);
        try {
            List<Future<Answered>> calls = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < duration.toSeconds() * PER_SECOND; i++) {
                long due = start + TimeUnit.SECONDS.toNanos(i) / PER_SECOND;
                calls.add(executor.schedule(() -> answer(call, due), due - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            List<Answered> answers = new ArrayList<>();
            for (Future<Answered> answer : calls) {
                answers.add(answer.get(MAX_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError("a call was not answered", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static Answered answer(IntSupplier call, long due) {
        int status = call.getAsInt();
        return new Answered(status, Duration.ofNanos(System.nanoTime() - due));
    }

    static Duration percentile(List<Answered> answers, int percent) {
        List<Duration> delays = answers.stream().map(Answered::delay).sorted().toList();
        return delays.get((delays.size() - 1) * percent / 100);
    }
}
