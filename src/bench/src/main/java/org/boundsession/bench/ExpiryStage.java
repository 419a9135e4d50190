package org.boundsession.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.boundsession.bench.Contender.Trait;

/** Twelve clients whose session is over: each calls, is refused, logs in and calls again. */
final class ExpiryStage implements Stage {

    static final String ALL_SERVED = "12 clients after an expiry, until the last is served";

    private static final int CLIENTS = 12;
    private static final String OVER = "Session_ID=0123456789ABCDEF0123456789ABCDEF";

    @Override
    public void run(Arena arena, Results results) throws Exception {
        List<Site> sites = arena.sites(contender -> contender.has(Trait.BINDS));
        for (int round = 0; round < arena.plan().rounds(); round++) {
            for (Site site : sites) {
                results.add(ALL_SERVED, site.name(), "ms", millisUntilServed(site));
            }
        }
    }

    private static double millisUntilServed(Site site) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Void>> flows = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                flows.add(() -> flow(site.port()));
            }
            long start = System.nanoTime();
            for (Future<Void> flow : clients.invokeAll(flows)) {
                flow.get();
            }
            return (System.nanoTime() - start) / 1e6;
        } finally {
            clients.shutdown();
        }
    }

    private static Void flow(int port) throws IOException, InterruptedException {
        try (HttpConnection connection = new HttpConnection(port)) {
            expect(401, connection.send(Call.guarded(OVER).bytes(port)));
            HttpConnection.Answer login = connection.send(Call.login().bytes(port));
            while (login.status() == 503) {
                // Busy: what Retry-After says.
                TimeUnit.SECONDS.sleep(1);
                login = connection.send(Call.login().bytes(port));
            }
            expect(200, login);
            expect(200, connection.send(Call.guarded(login.cookie()).bytes(port)));
        }
        return null;
    }

    private static void expect(int status, HttpConnection.Answer answer) throws IOException {
        if (answer.status() != status) {
            throw new IOException("expected " + status + ", not " + answer);
        }
    }
}
