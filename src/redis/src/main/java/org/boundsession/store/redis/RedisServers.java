package org.boundsession.store.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.boundsession.store.StoreUnavailableException;

/**
 * The servers that {@code redis-uri} names: how to connect to them, and what a failed call says about them. All methods
 * return immediately, except {@link #close}. Thread-safe.
 */
interface RedisServers extends AutoCloseable {

    CompletableFuture<RedisLink> connect();

    /** Returns whether the connection will not recover by itself, and a new one is needed. */
    default boolean isLost(RedisLink link) {
        return false;
    }

    /** Returns whether each server has a part of the keys, and one that is down leaves the others in use. */
    default boolean isPartitioned() {
        return false;
    }

    /** @throws StoreUnavailableException if the server of this key is known to be down, so that the call fails fast */
    default void requireUp(String key) {}

    /** Learns that the server of this key has responded. */
    default void responded(String key) {}

    /** Learns that the server of this key is unreachable, and returns what that means for the store. */
    default StoreUnavailableException unreachable(String key, StoreUnavailableException failure) {
        return failure;
    }

    /** Returns keys to write as a probe: one for each server that takes writes. */
    default List<String> probeKeys(String prefix) {
        return List.of(prefix);
    }

    /** Returns host and port of the server of this key, for a log. */
    default String describe(String key) {
        return "";
    }

    @Override
    void close();
}
