package org.boundsession.store;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * A request whose {@code getSession} returns a session from the store. A session that a servlet creates without a
 * login is transient: it is visible to this request only and is not stored, because only a login opens a session.
 */
final class StoredSessionRequest extends HttpServletRequestWrapper {

    private final StoredSessions sessions;
    private final RequestedSession requested;
    private @Nullable StoredView opened;
    private @Nullable StoredHttpSession shown;

    StoredSessionRequest(HttpServletRequest request, StoredSessions sessions, RequestedSession requested) {
        super(request);
        this.sessions = sessions;
        this.requested = requested;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        StoredView current = current();
        if (current == null && create) {
            current = sessions.createTransient();
            opened = current;
        }
        return current == null ? null : show(current);
    }

    /** Returns the same object for the same session, because servlets compare sessions and synchronize on them. */
    private HttpSession show(StoredView current) {
        StoredHttpSession session = shown;
        if (session == null || !session.isOf(current)) {
            session = sessions.httpSession(getServletContext(), current);
            shown = session;
        }
        return session;
    }

    @Override
    public HttpSession getSession() {
        HttpSession created = getSession(true);
        if (created == null) {
            throw new IllegalStateException("no session was created");
        }
        return created;
    }

    private @Nullable StoredView current() {
        StoredView current = opened;
        return current != null && current.isValid() ? current : requested.find().orElse(null);
    }

    @Override
    public String changeSessionId() {
        StoredView current = current();
        if (current == null) {
            throw new IllegalStateException("there is no session");
        }
        current.rename(sessions.newId());
        return current.id();
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return requested.id();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return requested.find().isPresent();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return requested.id() != null;
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }
}
