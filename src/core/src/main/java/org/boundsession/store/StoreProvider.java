package org.boundsession.store;

import java.util.List;
import org.boundsession.settings.Setting;

/**
 * A service provider for a kind of store, which {@link java.util.ServiceLoader} finds. It must have a public
 * constructor without parameters. Name and settings are read from all providers, but only one of them opens a store.
 */
public interface StoreProvider {

    /** Returns the value of {@code bound-session.store} that selects this kind: lower-case letters and digits. */
    String name();

    /** Returns the settings of this kind of store, in addition to the application's name and the timeout. */
    List<Setting<?>> settings();

    /**
     * Opens the store. Does not fail if the server cannot be reached: that is an outage, for which the store's calls
     * throw {@link StoreUnavailableException}.
     *
     * @throws IllegalArgumentException if a setting is not valid; the message names the setting and what is expected,
     *     never the value
     * @throws IllegalStateException if the container's configuration or the server's data cannot be used; the message
     *     tells what to do
     */
    SessionStore open(StoreContext context);
}
