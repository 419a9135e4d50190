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
    private final Map<String, Long> lastExpiry = new HashMap<>();
    private final AtomicInteger expiries = new AtomicInteger();
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

    /**
     * Returns how many expiries there were so far, of each user at most one per lifetime: several sessions of a user that
     * were opened at the same time expire at the same time.
     */
    int expiries() {
        if (work.isCompletedExceptionally()) {
            work.join();
        }
        return expiries.get();
    }

    private void run() {
        while (!stopped.isDone()) {
            operator.sessions().forEach(this::look);
            stopped.copy()
                    .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private void look(String handle, String user) {
        long now = System.nanoTime();
        Long since = firstSeen.putIfAbsent(handle, now);
        if (since != null && isOver(since, now) && operator.end(handle)) {
            count(user, now);
        }
    }

    private boolean isOver(long since, long now) {
        return now - since >= lifetime.toNanos();
    }

    private void count(String user, long now) {
        Long last = lastExpiry.get(user);
        if (last == null || isOver(last, now)) {
            lastExpiry.put(user, now);
            expiries.incrementAndGet();
        }
    }

    @Override
    public void close() {
        stopped.complete(null);
        work.join();
    }
}
