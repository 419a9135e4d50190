package org.boundsession.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * A thousand sessions in PostgreSQL whose node has been restarted: each has to be checked with bcrypt once, while others log
 * in. Every client calls until it is served; a busy lane sends it away for a moment. To be compared with what bcrypt alone
 * takes for as many, on the processors of the lane.
 */
final class RestartStage implements Stage {

    private static final int SESSIONS = 1_000;
    private static final String CHECKED = "after a restart, 1,000 stored sessions checked again";
    private static final int CLIENTS = 8;

    @Override
    public void run(Arena arena, Results results) throws Exception {
        Postgres.Database database = arena.servers().postgres().newDatabase("restarted");
        List<Call> calls;
        try (Site before = Contenders.oursOn(database, arena.servers())) {
            calls = openSessions(before);
        }
        try (Site after = Contenders.oursOn(database, arena.servers())) {
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> logins = CompletableFuture.runAsync(() -> logIn(arena, after, over));
            double seconds = secondsUntilServed(after, calls);
            over.set(true);
            logins.join();
            results.add(CHECKED, Contenders.OURS_JDBC + ", " + CLIENTS + " clients logging in", "s", seconds);
            results.add(
                    CHECKED,
                    LoginStage.RAW,
                    "s",
                    SESSIONS / LoginStage.rawRate(arena.plan().turn()));
        }
    }

    private static List<Call> openSessions(Site site) throws Exception {
        return onAll(IntStream.range(0, SESSIONS)
                .<Callable<Call>>mapToObj(i -> () -> Call.guarded(site.openSession()))
                .toList());
    }

    private static void logIn(Arena arena, Site site, AtomicBoolean over) {
        try {
            while (!over.get()) {
                arena.load().run(site.port(), List.of(Call.login()), CLIENTS, Duration.ofSeconds(1));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double secondsUntilServed(Site site, List<Call> calls) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Call call : calls) {
            tasks.add(() -> callUntilServed(site.port(), call));
        }
        long start = System.nanoTime();
        onAll(tasks);
        return (System.nanoTime() - start) / 1e9;
    }

    private static <T> List<T> onAll(List<Callable<T>> tasks) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<T> done = new ArrayList<>();
            for (Future<T> task : clients.invokeAll(tasks)) {
                done.add(task.get());
            }
            return done;
        } finally {
            clients.shutdown();
        }
    }

    private static Void callUntilServed(int port, Call call) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            int status = connection.send(call.bytes(port)).status();
            while (status == 503) {
                status = connection.send(call.bytes(port)).status();
            }
            if (status != 200) {
                throw new IOException("a stored session was answered with " + status);
            }
        }
        return null;
    }
}
