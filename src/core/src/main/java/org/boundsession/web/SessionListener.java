package org.boundsession.web;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.boundsession.binding.BoundSessions;

/**
 * Removes the binding of a session that the container ends. It does not listen to requests, attributes or ids, because
 * that would slow down every request in Tomcat. Thread-safe.
 */
public final class SessionListener implements HttpSessionListener {

    /** For the container. */
    public SessionListener() {}

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        Parts.of(event.getSession().getServletContext(), BoundSessions.class)
                .endedByContainer(event.getSession().getId());
    }
}
