package org.boundsession.it.history;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;
import org.boundsession.it.history.Operation.Kind;

/** Performs random operations on random shared sessions, on random nodes. */
final class RandomClient implements Worker {

    private static final int SESSIONS = 24;
    private static final int PERCENT = 100;
    private static final int MAX_PAUSE_MILLIS = 80;
    private static final int MAX_IMPATIENCE_MILLIS = 40;

    private final int number;
    private final Traffic traffic;
    private final Cluster cluster;
    private final SessionPool pool;
    private final SplittableRandom random;

    RandomClient(int number, Traffic traffic, Cluster cluster, SessionPool pool, SplittableRandom random) {
        this.number = number;
        this.traffic = traffic;
        this.cluster = cluster;
        this.pool = pool;
        this.random = random;
    }

    @Override
    public void run(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            boolean served = step();
            LockSupport.parkNanos(1_000_000L * random.nextInt(MAX_PAUSE_MILLIS) * (served ? 1 : 4));
        }
    }

    /** False if a wait is what a client does next. */
    private boolean step() {
        boolean lookBack = random.nextInt(PERCENT) < 12;
        if (pool.size() < SESSIONS && !lookBack) {
            Traffic.Done login = traffic.login(number, node(), user(), secret(), patience());
            login.opened().ifPresent(pool::add);
            return login.opened().isPresent();
        }
        Optional<KnownSession> session = lookBack ? pool.anyEnded(random) : pool.anyLive(random);
        return session.isPresent() && isServed(session.get(), use(session.get()));
    }

    private boolean isServed(KnownSession session, Operation operation) {
        if (operation.acknowledgesEnd()) {
            pool.end(session);
        }
        return operation.answer() != Answer.UNAVAILABLE;
    }

    private Operation use(KnownSession session) {
        int choice = random.nextInt(1000);
        if (choice < 20) {
            return loginAgain(session);
        } else if (choice < 35) {
            return use(session, Kind.LOGOUT, Evidence.RIGHT);
        } else if (choice < 50) {
            return use(session, anyKind(), Evidence.WRONG);
        } else if (choice < 90) {
            return use(session, Kind.CALL, Evidence.ABSENT);
        }
        return use(session, choice < 170 ? Kind.CONFIRM : Kind.CALL, Evidence.RIGHT);
    }

    private Operation loginAgain(KnownSession session) {
        String user = random.nextInt(PERCENT) < 60 ? user() : session.user();
        boolean right = user.equals(session.user()) && random.nextInt(PERCENT) < 70;
        Traffic.Done done =
                traffic.loginWith(session, number, node(), user, right ? session.secret() : secret(), patience());
        done.opened().ifPresent(pool::add);
        return done.operation();
    }

    private Operation use(KnownSession session, Kind kind, Evidence evidence) {
        return traffic.use(session, number, node(), kind, evidence, patience());
    }

    private Kind anyKind() {
        return switch (random.nextInt(4)) {
            case 0 -> Kind.LOGOUT;
            case 1 -> Kind.CONFIRM;
            default -> Kind.CALL;
        };
    }

    /** One that is up, unless the client insists. */
    private int node() {
        int node = random.nextInt(Cluster.NODES);
        return cluster.isUp(node) || random.nextInt(PERCENT) < 5 ? node : (node + 1) % Cluster.NODES;
    }

    private String user() {
        return random.nextBoolean() ? "general" : "both";
    }

    private String secret() {
        return "secret-" + Long.toHexString(random.nextLong());
    }

    private int patience() {
        boolean impatient = random.nextInt(PERCENT) < 4;
        return impatient ? 1 + random.nextInt(MAX_IMPATIENCE_MILLIS) : Traffic.PATIENT_MILLIS;
    }
}
