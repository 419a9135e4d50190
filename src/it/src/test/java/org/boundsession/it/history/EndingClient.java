package org.boundsession.it.history;

import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.boundsession.it.history.Operation.Evidence;
import org.boundsession.it.history.Operation.Kind;

/** Opens sessions and ends each on a random node, with a few retries until it gets a response. */
final class EndingClient implements Worker {

    private static final int MAX_PAUSE_MILLIS = 20;
    private static final int MAX_ATTEMPTS = 3;

    private final int number;
    private final Traffic traffic;
    private final Queue<KnownSession> opened;
    private final SplittableRandom random;

    /** @param opened is given each session that it opens */
    EndingClient(int number, Traffic traffic, Queue<KnownSession> opened, SplittableRandom random) {
        this.number = number;
        this.traffic = traffic;
        this.opened = opened;
        this.random = random;
    }

    @Override
    public void run(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            Optional<KnownSession> session = kept(
                    traffic.login(number, node(), "general", "secret-" + random.nextLong(), Traffic.PATIENT_MILLIS));
            boolean ended = false;
            for (int i = 0; i < MAX_ATTEMPTS && session.isPresent() && !ended; i++) {
                ended = end(session.get()).acknowledgesEnd();
            }
            LockSupport.parkNanos(1_000_000L * random.nextInt(MAX_PAUSE_MILLIS));
        }
    }

    private Operation end(KnownSession session) {
        if (random.nextInt(4) > 0) {
            return traffic.use(session, number, node(), Kind.LOGOUT, Evidence.RIGHT, Traffic.PATIENT_MILLIS);
        }
        Traffic.Done done = traffic.loginWith(
                session, number, node(), "both", "secret-" + random.nextLong(), Traffic.PATIENT_MILLIS);
        kept(done);
        return done.operation();
    }

    private Optional<KnownSession> kept(Traffic.Done login) {
        login.opened().ifPresent(opened::add);
        return login.opened();
    }

    private int node() {
        return random.nextInt(Cluster.NODES);
    }
}
