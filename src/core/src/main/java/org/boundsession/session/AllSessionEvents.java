package org.boundsession.session;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Forwards each event to several listeners. */
final class AllSessionEvents implements SessionEvents {

    private final List<SessionEvents> listeners;

    AllSessionEvents(List<SessionEvents> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    private void tell(Consumer<SessionEvents> event) {
        listeners.forEach(event);
    }

    @Override
    public void opened(BoundSession session, String client) {
        tell(listener -> listener.opened(session, client));
    }

    @Override
    public void ended(String key, String user, EndCause cause) {
        tell(listener -> listener.ended(key, user, cause));
    }

    @Override
    public void mismatched(BoundSession session, String client) {
        tell(listener -> listener.mismatched(session, client));
    }

    @Override
    public void accessDenied(BoundSession session, String client, String role) {
        tell(listener -> listener.accessDenied(session, client, role));
    }

    @Override
    public void loginRefused(@Nullable String user, String client) {
        tell(listener -> listener.loginRefused(user, client));
    }

    @Override
    public void loginThrottled(@Nullable String user, String client) {
        tell(listener -> listener.loginThrottled(user, client));
    }

    @Override
    public void throttleLifted(BoundSession admin, String client, String address, @Nullable String user) {
        tell(listener -> listener.throttleLifted(admin, client, address, user));
    }

    @Override
    public void tampered(String key) {
        tell(listener -> listener.tampered(key));
    }

    @Override
    public void storeDown(String reason) {
        tell(listener -> listener.storeDown(reason));
    }

    @Override
    public void storeUp() {
        tell(SessionEvents::storeUp);
    }
}
