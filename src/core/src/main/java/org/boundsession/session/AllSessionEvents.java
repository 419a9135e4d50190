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
    public void opened(BoundSession session, Requester requester) {
        tell(listener -> listener.opened(session, requester));
    }

    @Override
    public void ended(String key, String user, EndCause cause) {
        tell(listener -> listener.ended(key, user, cause));
    }

    @Override
    public void mismatched(BoundSession session, Requester requester, String what) {
        tell(listener -> listener.mismatched(session, requester, what));
    }

    @Override
    public void accessDenied(BoundSession session, Requester requester, String role) {
        tell(listener -> listener.accessDenied(session, requester, role));
    }

    @Override
    public void loginRefused(@Nullable String user, Requester requester) {
        tell(listener -> listener.loginRefused(user, requester));
    }

    @Override
    public void loginThrottled(@Nullable String user, Requester requester) {
        tell(listener -> listener.loginThrottled(user, requester));
    }

    @Override
    public void throttleLifted(BoundSession admin, Requester requester, String address, @Nullable String user) {
        tell(listener -> listener.throttleLifted(admin, requester, address, user));
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
