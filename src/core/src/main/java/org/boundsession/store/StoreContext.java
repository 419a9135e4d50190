package org.boundsession.store;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.boundsession.settings.Source;
import org.jspecify.annotations.Nullable;

/**
 * The parameters for opening a store.
 *
 * @param settings the values of the store's own settings
 * @param application the name of the security domain, which is part of every key that the store writes
 * @param virtualServer the container's name of the virtual host; null if it has none
 * @param timeout the time limit of one call, including the wait for a connection
 * @param closedAtStop receives resources that are closed after the store
 */
public record StoreContext(
        Source settings,
        String application,
        @Nullable String virtualServer,
        Duration timeout,
        Clock clock,
        Consumer<AutoCloseable> closedAtStop) {

    @Override
    public String toString() {
        return "StoreContext";
    }
}
