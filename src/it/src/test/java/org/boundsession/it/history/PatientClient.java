package org.boundsession.it.history;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;
import org.boundsession.it.history.Operation.Kind;
import org.boundsession.parallel.Parallel;

/** Uses sessions that it does not share, at the times at which promises are broken most easily. */
final class PatientClient implements Worker {

    private static final int SCENES = 10;
    private static final int GUESSES = 5;
    private static final int AT_ONCE = 6;

    private final int number;
    private final Traffic traffic;
    private final Lifetimes lifetimes;
    private final FaultInjector faults;
    private final SplittableRandom random;

    PatientClient(int number, Traffic traffic, Lifetimes lifetimes, FaultInjector faults, SplittableRandom random) {
        this.number = number;
        this.traffic = traffic;
        this.lifetimes = lifetimes;
        this.faults = faults;
        this.random = random;
    }

    @Override
    public void run(BooleanSupplier done) {
        for (int turn = number; !done.getAsBoolean(); turn = random.nextInt(SCENES)) {
            int home = anyNode();
            int scene = turn % SCENES;
            open(home).ifPresent(session -> use(scene, session, home, 1 - home, done));
        }
    }

    private Optional<KnownSession> open(int home) {
        Optional<KnownSession> opened = traffic.login(
                        number, home, "general", "secret-" + random.nextInt(), Traffic.PATIENT_MILLIS)
                .opened();
        if (opened.isEmpty()) {
            pause(partOfIdle(2, 8));
        }
        return opened;
    }

    /** Tries again while nodes find out that all is well, and while a slow machine has no time to hash. */
    void endSessionsInEachWay(int maxAttempts) {
        List<Predicate<KnownSession>> ways = List.of(
                session -> logOut(session, anyNode()),
                session -> logInAsAnother(session, anyNode()),
                session -> use(session, anyNode(), Evidence.WRONG).answer() == Answer.INVALIDATED);
        for (Predicate<KnownSession> way : ways) {
            boolean ended = false;
            for (int i = 0; i < maxAttempts && !ended; i++) {
                ended = open(anyNode()).filter(way).isPresent();
            }
        }
    }

    private void use(int scene, KnownSession session, int home, int other, BooleanSupplier done) {
        switch (scene) {
            case 0, 1 -> callAtTheLastMoment(session, home, other);
            case 2, 3 -> arriveAtTheLastMoment(session, other);
            case 4 -> comeTooLate(session, home, other);
            case 5 -> rideTogether(session, home, other);
            case 6 -> guessAtOnce(session, other);
            case 7 -> logOut(session, other);
            case 8 -> logInAsAnother(session, home);
            default -> guessUnderCover(session, home, done);
        }
    }

    /** Some calls, the last of them perhaps not written, and then almost the idle time without any. */
    private void callAtTheLastMoment(KnownSession session, int home, int other) {
        long last = session.opening().invoked();
        for (int i = random.nextInt(4); i > 0; i--) {
            pause(random.nextLong(lifetimes.idle() / 8));
            last = Math.max(last, invokedIfAdmitted(call(session, anyNode())));
        }
        pauseUntil(last + lifetimes.idle() - partOfIdle(3, 10));
        call(session, random.nextBoolean() ? home : other);
        pause(partOfIdle(3, 15));
        call(session, anyNode());
    }

    /** At a node that has to check the secret slowly. */
    private void arriveAtTheLastMoment(KnownSession session, int other) {
        pauseUntil(session.opening().invoked() + lifetimes.idle() + partOfIdle(0, 4) - partOfIdle(0, 4));
        call(session, other);
        pause(partOfIdle(2, 12));
        call(session, anyNode());
    }

    private void comeTooLate(KnownSession session, int home, int other) {
        pauseUntil(session.opening().returned() + lifetimes.longestIdle() + lifetimes.tolerance() + partOfIdle(0, 10));
        call(session, home);
        call(session, other);
    }

    /** Many proofs at once, of which one is to be written for all. */
    private void rideTogether(KnownSession session, int home, int other) {
        pause(partOfIdle(12, 25));
        long last = Parallel.run(AT_ONCE, i -> call(session, home)).stream()
                .mapToLong(PatientClient::invokedIfAdmitted)
                .max()
                .orElse(0);
        if (last > 0) {
            pauseUntil(last + lifetimes.idle() - partOfIdle(3, 8));
            call(session, other);
        }
    }

    /** Wrong secrets and the right one, in parallel, to a node that does not know the session yet. */
    private void guessAtOnce(KnownSession session, int other) {
        int right = random.nextInt(AT_ONCE);
        Parallel.run(AT_ONCE, i -> use(session, other, i == right ? Evidence.RIGHT : Evidence.WRONG));
        callEverywhere(session);
    }

    private boolean logOut(KnownSession session, int node) {
        Operation logout = traffic.use(session, number, node, Kind.LOGOUT, Evidence.RIGHT, Traffic.PATIENT_MILLIS);
        callEverywhere(session);
        return logout.answer() == Answer.LOGGED_OUT;
    }

    private boolean logInAsAnother(KnownSession session, int node) {
        String secret = "secret-" + random.nextInt();
        Operation login = traffic.loginWith(session, number, node, "both", secret, Traffic.PATIENT_MILLIS)
                .operation();
        callEverywhere(session);
        return login.answer() == Answer.OPENED;
    }

    /** Waits for a store that can be read and not written, and guesses at one of two nodes that know the session. */
    private void guessUnderCover(KnownSession session, int home, BooleanSupplier done) {
        while (!done.getAsBoolean() && !storeRefusesWrites()) {
            if (call(session, anyNode()).answer() != Answer.ADMITTED) {
                return;
            }
            pause(partOfIdle(1, 4));
        }
        use(session, home, Evidence.WRONG);
        callEverywhere(session);
        use(session, home, Evidence.ABSENT);
        for (int i = 0; i < GUESSES; i++) {
            use(session, home, Evidence.WRONG);
            use(session, home, Evidence.ABSENT);
        }
        callEverywhere(session);
        while (!done.getAsBoolean() && storeRefusesWrites()) {
            pause(partOfIdle(1, 3));
        }
        callEverywhere(session);
    }

    private void callEverywhere(KnownSession session) {
        IntStream.range(0, Cluster.NODES).forEach(node -> call(session, node));
    }

    private boolean storeRefusesWrites() {
        return faults.current().map(Fault::refusesWrites).orElse(false);
    }

    private Operation call(KnownSession session, int node) {
        return use(session, node, Evidence.RIGHT);
    }

    private Operation use(KnownSession session, int node, Evidence evidence) {
        return traffic.use(session, number, node, Kind.CALL, evidence, Traffic.PATIENT_MILLIS);
    }

    private static long invokedIfAdmitted(Operation operation) {
        return operation.isAdmittedProof() ? operation.invoked() : 0;
    }

    private int anyNode() {
        return random.nextInt(Cluster.NODES);
    }

    private long partOfIdle(int leastPercent, int mostPercent) {
        return lifetimes.idle() / 1000 * random.nextInt(leastPercent * 10, mostPercent * 10 + 1);
    }

    private void pauseUntil(long time) {
        pause(time - traffic.now());
    }

    private void pause(long nanos) {
        long end = traffic.now() + nanos;
        for (long left = nanos; left > 0; left = end - traffic.now()) {
            LockSupport.parkNanos(left);
        }
    }
}
