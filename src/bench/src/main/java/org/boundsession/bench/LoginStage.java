package org.boundsession.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.boundsession.bench.Contender.Trait;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Logins that open a session, and those that find one; of contenders that hash the secret with bcrypt, cost 10. */
final class LoginStage implements Stage {

    static final String NEW = "login, new session";
    static final String AGAIN = "login, session there already";

    /** No server: what the processors of bound-session's lane can do, which are half of all. */
    static final String RAW = "bcrypt alone, half the processors";

    /** A longer queue would wait longer, and hash no more. */
    private static final int CONNECTIONS = 8;

    @Override
    public void run(Arena arena, Results results) throws Exception {
        List<Site> sites = arena.sites(contender -> contender.has(Trait.BINDS));
        Map<Site, List<Call>> again = new LinkedHashMap<>();
        for (Site site : sites) {
            again.put(site, List.of(Call.loginAgain(site.openSession())));
        }
        Duration turn = arena.plan().turn();
        for (int round = 0; round < arena.plan().rounds(); round++) {
            results.add(NEW, RAW, Results.RATE, rawRate(turn));
            for (Site site : sites) {
                results.add(NEW, site.name(), arena.load().run(site.port(), List.of(Call.login()), CONNECTIONS, turn));
            }
            for (Site site : sites) {
                results.add(AGAIN, site.name(), arena.load().run(site.port(), again.get(site), Load.CONNECTIONS, turn));
            }
        }
    }

    /** Hashes a second. */
    static double rawRate(Duration turn) throws Exception {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Double>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tasks.add(() -> hashesPerSecond(turn));
            }
            double rate = 0;
            for (Future<Double> task : executor.invokeAll(tasks)) {
                rate += task.get();
            }
            return rate;
        } finally {
            executor.shutdown();
        }
    }

    private static double hashesPerSecond(Duration turn) {
        BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(10);
        String digest = "x".repeat(64);
        long start = System.nanoTime();
        long hashes = 0;
        while (System.nanoTime() - start < turn.toNanos()) {
            bcrypt.encode(digest);
            hashes++;
        }
        return hashes * 1e9 / (System.nanoTime() - start);
    }
}
