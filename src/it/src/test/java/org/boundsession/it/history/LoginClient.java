package org.boundsession.it.history;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Logs in repeatedly, and waits for each response. */
final class LoginClient implements Worker {

    private static final int MAX_PAUSE_MILLIS = 100;

    private final int number;
    private final Traffic traffic;
    private final SplittableRandom random;

    LoginClient(int number, Traffic traffic, SplittableRandom random) {
        this.number = number;
        this.traffic = traffic;
        this.random = random;
    }

    @Override
    public void run(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            int node = random.nextInt(Cluster.NODES);
            traffic.login(number, node, "general", "secret-" + random.nextInt(), Traffic.PATIENT_MILLIS);
            LockSupport.parkNanos(1_000_000L * random.nextInt(MAX_PAUSE_MILLIS));
        }
    }
}
