package org.boundsession.web;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Forgets the binding of a session that the container ends. It listens to nothing else: for a listener of requests,
 * attributes or ids Tomcat does more work on every request.
 */
public final class SessionListener implements HttpSessionListener {

    /** For the container. */
    public SessionListener() {}

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        Web.of(event.getSession().getServletContext())
                .sessions()
                .forget(event.getSession().getId());
    }
}
