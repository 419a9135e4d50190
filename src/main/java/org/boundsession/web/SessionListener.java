package org.boundsession.web;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.boundsession.binding.BoundSessions;

/**
 * Ends with a session that the container ends what is held of it. It listens to nothing else: for a listener of requests,
 * attributes or ids Tomcat does more work on every request.
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
