package org.boundsession.web;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.boundsession.binding.BoundSessions;

/**
 * Removes the binding of a session that the container ends. It is no listener of requests, attributes or ids, because these
 * would make every request slower in Tomcat.
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
