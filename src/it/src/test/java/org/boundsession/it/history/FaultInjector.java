package org.boundsession.it.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.boundsession.servers.TcpProxy.Passage;

/**
 * Injects one fault after the other, each for some seconds, with a calm period in between. Other threads may read the
 * current fault.
 */
final class FaultInjector {

    private static final int CALM_MILLIS = 1_000;
    private static final int FAULT_MILLIS = 2_500;
    private static final int LEAST_MILLIS = 500;

    private final Cluster cluster;
    private final FaultyStore store;
    private final Random random;
    private final Calm calm;
    private final LongSupplier clock;
    private final List<String> diary = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private volatile Optional<Fault> current = Optional.empty();

    private record Refusal(long begin, long end) {}

    /** @param clock nanoseconds since the start of the run */
    FaultInjector(Cluster cluster, FaultyStore store, long seed, Calm calm, LongSupplier clock) {
        this.cluster = cluster;
        this.store = store;
        this.random = new Random(seed);
        this.calm = calm;
        this.clock = clock;
    }

    Optional<Fault> current() {
        return current;
    }

    /** Whether the store refused writes at some time between these, in nanoseconds since the start of the run. */
    boolean refusedWrites(long from, long to) {
        return refusals.stream().anyMatch(refusal -> refusal.begin() <= to && from <= refusal.end());
    }

    /** When what happened, a line for each fault. */
    List<String> diary() {
        return List.copyOf(diary);
    }

    /** Ends when that time has come and the last fault is healed. */
    void run(List<Fault> faults, long until) throws Exception {
        List<Fault> round = new ArrayList<>();
        pause(CALM_MILLIS);
        while (clock.getAsLong() < until) {
            if (round.isEmpty()) {
                round.addAll(faults);
                Collections.shuffle(round, random);
            }
            happen(round.remove(0));
            pause(CALM_MILLIS);
        }
    }

    private void happen(Fault fault) throws Exception {
        long begin = clock.getAsLong();
        calm.end();
        fault.begin().run();
        current = Optional.of(fault);
        pause(FAULT_MILLIS);
        current = Optional.empty();
        fault.heal().run();
        calm.beginAt(clock.getAsLong());
        if (fault.refusesWrites()) {
            refusals.add(new Refusal(begin, clock.getAsLong()));
        }
        diary.add(String.format(Locale.ROOT, "%10.1f %10.1f ms  %s", begin / 1e6, clock.getAsLong() / 1e6, fault));
    }

    private void pause(int meanMillis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(LEAST_MILLIS + random.nextInt(2 * (meanMillis - LEAST_MILLIS)));
    }

    /** Of the links and the store. */
    List<Fault> ofTheStore() {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < Cluster.NODES; i++) {
            int node = i;
            for (Passage passage : List.of(Passage.CUT, Passage.STALLED, Passage.SLOW, Passage.ANSWERS_LOST)) {
                faults.add(new Fault(
                        "link of " + cluster.node(node).name() + " " + passage,
                        false,
                        () -> cluster.link(node).set(passage),
                        () -> cluster.link(node).set(Passage.FREE)));
            }
        }
        faults.add(new Fault("store paused", false, store::pause, store::resume));
        faults.add(new Fault("store crashed", false, store::crash, store::startAgain));
        Fault readOnly = new Fault("store refuses writes", true, store::refuseWrites, store::acceptWrites);
        faults.addAll(List.of(readOnly, readOnly, readOnly));
        return faults;
    }

    List<Fault> ofNodes() {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < Cluster.NODES; i++) {
            int node = i;
            faults.add(new Fault(
                    "node " + cluster.node(node).name() + " killed",
                    false,
                    () -> cluster.kill(node),
                    () -> cluster.startAgain(node)));
        }
        return faults;
    }
}
