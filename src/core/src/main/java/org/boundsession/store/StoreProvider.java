package org.boundsession.store;

import java.util.List;
import org.boundsession.settings.Setting;

/**
 * A kind of store, which {@link java.util.ServiceLoader} finds. It must have a public constructor without parameters, and
 * may be asked for its name and settings without ever being opened.
 */
public interface StoreProvider {

    /** The value of {@code bound-session.store} that selects this kind: lower-case letters and digits. */
    String name();

    /** What configures a store of this kind, beside the application's name and the timeout. */
    List<Setting<?>> settings();

    /**
     * Opens the store. An unreachable server is an outage, which the store's calls report; it is not an error here.
     *
     * @throws IllegalArgumentException with the setting's name and what is expected, never with the value
     * @throws IllegalStateException if the container's configuration or the server's data does not fit
     */
    SessionStore open(StoreContext context);
}
