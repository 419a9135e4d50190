package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.boundsession.binding.BoundSessions;

/**
 * Removes the binding of a session that the container ends on all nodes. It does not listen to requests, attributes or ids, because
 * that would slow down every request in Tomcat. Thread-safe.
 */
public final class SessionListener implements HttpSessionListener {

    /** For the container. */
    public SessionListener() {}

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        ServletContext context = event.getSession().getServletContext();
        if (!Replication.isLeftBy(context)) {
            Parts.of(context, BoundSessions.class)
                    .endedByContainer(event.getSession().getId());
        }
    }
}
