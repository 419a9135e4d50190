package org.boundsession.it.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;
import org.boundsession.it.history.Operation.Kind;

/** A run of clients and faults for a limited time, all chosen by one seed. */
final class HistoryRun {

    private static final int RANDOM_CLIENTS = 8;
    private static final int PATIENT_CLIENTS = 10;
    private static final int WARM_UP_LOGINS = 20;
    private static final int MAX_ATTEMPTS = 50;
    private static final long MAX_END_SECONDS = 180;
    private static final long PAUSE_NANOS = 100_000_000;

    private final Cluster cluster;
    private final Lifetimes lifetimes;
    private final SplittableRandom random;
    private final Traffic traffic;
    private final FaultInjector faults;

    HistoryRun(Cluster cluster, FaultyStore store, Lifetimes lifetimes, long seed) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
        this.lifetimes = lifetimes;
        Calm calm = new Calm(lifetimes.idle());
        this.traffic = new Traffic(cluster, calm);
        this.faults = new FaultInjector(cluster, store, random.nextLong(), calm, traffic::now);
    }

    List<Operation> history() {
        return traffic.history();
    }

    List<String> diary() {
        return faults.diary();
    }

    /** Whether the store refused writes at some time during the operation. */
    boolean refusedWrites(Operation operation) {
        return faults.refusedWrites(operation.invoked(), operation.returned());
    }

    /** All that clients do, and all that fails. Ends when what was done before the last fault has shown. */
    void runAll(Duration duration) throws Exception {
        warmUp();
        List<Worker> clients = new ArrayList<>();
        SessionPool pool = new SessionPool();
        for (int i = 0; i < RANDOM_CLIENTS; i++) {
            clients.add(new RandomClient(i, traffic, cluster, pool, random.split()));
        }
        for (int i = RANDOM_CLIENTS; i < RANDOM_CLIENTS + PATIENT_CLIENTS; i++) {
            clients.add(new PatientClient(i, traffic, lifetimes, faults, random.split()));
        }
        List<Fault> all = new ArrayList<>(faults.ofTheStore());
        all.addAll(faults.ofNodes());
        run(clients, all, duration, lifetimes.longestIdle());
        new PatientClient(clients.size(), traffic, lifetimes, faults, random.split())
                .endSessionsInEachWay(MAX_ATTEMPTS);
    }

    /** A cold node is slow enough to spend the time of the run with its first logins. */
    private void warmUp() {
        for (int i = 0; i < WARM_UP_LOGINS; i++) {
            traffic.login(0, i % Cluster.NODES, "general", "secret-" + i, Traffic.PATIENT_MILLIS);
        }
    }

    /** Logins only, while the store and its links fail. A node that is killed would forget what it has to undo. */
    void runLogins(Duration duration) throws Exception {
        warmUp();
        List<Worker> clients = new ArrayList<>();
        for (int i = 0; i < RANDOM_CLIENTS; i++) {
            clients.add(new LoginClient(i, traffic, random.split()));
        }
        run(clients, faults.ofTheStore(), duration, 0);
    }

    /**
     * Logins and ends of sessions, while the store and its links fail. A node that is killed would forget what it has to
     * tell.
     *
     * @return the sessions that were opened
     */
    List<KnownSession> runEnds(Duration duration) throws Exception {
        warmUp();
        Queue<KnownSession> opened = new ConcurrentLinkedQueue<>();
        List<Worker> clients = new ArrayList<>();
        for (int i = 0; i < RANDOM_CLIENTS; i++) {
            clients.add(new EndingClient(i, traffic, opened, random.split()));
        }
        run(clients, faults.ofTheStore(), duration, 0);
        return List.copyOf(opened);
    }

    /** Whether a session lives, once all is well again. */
    boolean isLive(KnownSession session) {
        Operation call = call(session);
        for (int i = 0; i < MAX_ATTEMPTS && call.answer() == Answer.UNAVAILABLE; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            call = call(session);
        }
        return call.foundItLive();
    }

    private Operation call(KnownSession session) {
        int node = session.number() % Cluster.NODES;
        return traffic.use(session, 0, node, Kind.CALL, Evidence.RIGHT, Traffic.PATIENT_MILLIS);
    }

    private void run(List<Worker> clients, List<Fault> all, Duration duration, long calmNanos) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<?> injector = threads.submit(() -> {
                faults.run(chosen(all), traffic.now() + duration.toNanos());
                TimeUnit.NANOSECONDS.sleep(calmNanos);
                return null;
            });
            List<Future<?>> running = new ArrayList<>();
            clients.forEach(client -> running.add(threads.submit(() -> client.run(injector::isDone))));
            injector.get(duration.toSeconds() + MAX_END_SECONDS, TimeUnit.SECONDS);
            for (Future<?> client : running) {
                client.get(MAX_END_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Fault> chosen(List<Fault> all) {
        Pattern names = Pattern.compile(System.getProperty("it.faults", ""));
        return all.stream().filter(fault -> names.matcher(fault.name()).find()).toList();
    }
}
