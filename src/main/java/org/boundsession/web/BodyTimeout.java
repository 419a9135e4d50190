package org.boundsession.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/**
 * Tells the request's {@link BodyDrain} that its time is over. Without state, and public, because WildFly wants to be able to
 * make each AsyncListener of an application itself.
 */
public final class BodyTimeout implements AsyncListener {

    /** Request attribute with the drain. */
    static final String DRAIN = BodyDrain.class.getName();

    /** For the container. */
    public BodyTimeout() {}

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        if (event.getAsyncContext().getRequest().getAttribute(DRAIN) instanceof BodyDrain drain) {
            drain.onTimeout();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        // The drain is the ReadListener, too, and has been told.
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // Nothing is held that has to be given back.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The servlet's own business.
    }
}
