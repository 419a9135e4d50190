package org.boundsession.web;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import org.boundsession.binding.BoundSessions;

/**
 * Forgets the binding of a session that the container ends or gives another id.
 */
public final class SessionListener implements HttpSessionListener, HttpSessionIdListener {

    /** For the container. */
    public SessionListener() {}

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        sessions(event).forget(event.getSession().getId());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        sessions(event).renamed(oldId, event.getSession().getId());
    }

    private static BoundSessions sessions(HttpSessionEvent event) {
        return Web.of(event.getSession().getServletContext()).sessions();
    }
}
