package org.boundsession.store.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** Commands that are sent without waiting for each other's response, one for each key. Not thread-safe. */
final class Pipeline<K, T> {

    /** Tells what a failed command means, and remembers it. */
    interface FailureHandler {
        StoreUnavailableException handle(RedisLink link, String key, RedisException failure);
    }

    private final RedisLink link;
    private final RedisServers servers;
    private final Duration timeout;
    private final Function<K, String> name;
    private final Set<K> unexecuted = new LinkedHashSet<>();
    private final Set<K> unanswered = new LinkedHashSet<>();
    private final Map<K, CompletableFuture<T>> sent = new LinkedHashMap<>();
    private final Map<K, T> results = new LinkedHashMap<>();
    private @Nullable StoreUnavailableException outage;

    /** @param name returns the name that leads a command to its server */
    Pipeline(RedisLink link, RedisServers servers, Duration timeout, Function<K, String> name) {
        this.link = link;
        this.servers = servers;
        this.timeout = timeout;
        this.name = name;
    }

    void add(K key, BiFunction<RedisLink, K, CompletionStage<T>> command) {
        try {
            servers.requireUp(name.apply(key));
        } catch (StoreUnavailableException down) {
            outage = down;
            unexecuted.add(key);
            return;
        }
        sent.put(key, send(key, command));
    }

    private CompletableFuture<T> send(K key, BiFunction<RedisLink, K, CompletionStage<T>> command) {
        try {
            return command.apply(link, key).toCompletableFuture();
        } catch (RedisException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for all responses, and returns them by key, without those of servers that are down. */
    Map<K, T> results(FailureHandler failures) {
        await();
        sent.forEach((key, response) -> collect(key, response, failures));
        StoreUnavailableException last = outage;
        if (last != null && results.isEmpty()) {
            throw last;
        }
        return results;
    }

    /**
     * The keys without a result.
     *
     * @param unexecuted those whose commands were refused, or not sent because their servers are down
     * @param unanswered those whose commands may have been executed
     */
    record Failed<K>(Set<K> unexecuted, Set<K> unanswered) {}

    /** Waits for all responses, and returns the keys without one. */
    Failed<K> failed(FailureHandler failures) {
        await();
        sent.forEach((key, response) -> {
            try {
                collect(key, response, failures);
            } catch (StoreUnavailableException e) {
                (e.isUnreachable() ? unanswered : unexecuted).add(key);
            }
        });
        return new Failed<>(unexecuted, unanswered);
    }

    private void await() {
        try {
            CompletableFuture.allOf(sent.values().toArray(CompletableFuture[]::new))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException seenByEach) {
            // Each response is looked at.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.failed("interrupted", e);
        }
    }

    private void collect(K key, CompletableFuture<T> response, FailureHandler failures) {
        response.completeExceptionally(new RedisCommandTimeoutException("no response in time"));
        try {
            results.put(key, response.join());
            servers.responded(name.apply(key));
        } catch (CompletionException e) {
            StoreUnavailableException failure = failures.handle(link, name.apply(key), redisException(e));
            if (!failure.isPartial()) {
                throw failure;
            }
            outage = failure;
            unanswered.add(key);
        }
    }

    private static RedisException redisException(CompletionException e) {
        return e.getCause() instanceof RedisException failure ? failure : new RedisException(e);
    }
}
