package org.boundsession.client.it;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives the sessions of general and admin a lifetime below the second that the server's settings can state: an operator
 * looks at them all the time, and ends each one that has been there for so long.
 */
final class ShortSessions implements AutoCloseable {

    private static final long PAUSE_MILLIS = 10;

    private final Duration lifetime;
    private final Operator operator;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> work;

    private ShortSessions(Duration lifetime, Operator operator) {
        this.lifetime = lifetime;
        this.operator = operator;
        this.work = CompletableFuture.runAsync(this::run, task -> new Thread(task, "short sessions").start());
    }

    static ShortSessions of(Duration lifetime, Operator operator) {
        return new ShortSessions(lifetime, operator);
    }

    /** Returns how many sessions have ended so far. */
    int ended() {
        if (work.isCompletedExceptionally()) {
            work.join();
        }
        return ended.get();
    }

    private void run() {
        while (!stopped.isDone()) {
            operator.sessions().keySet().forEach(this::look);
            stopped.copy()
                    .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private void look(String handle) {
        long now = System.nanoTime();
        Long since = firstSeen.putIfAbsent(handle, now);
        if (since != null && now - since >= lifetime.toNanos() && operator.end(handle)) {
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() {
        stopped.complete(null);
        work.join();
    }
}
