package org.boundsession.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/**
 * Passes the events of one asynchronous request to its handler. Stateless and public, because WildFly must be able to
 * instantiate each AsyncListener of an application.
 */
public final class AsyncEvents implements AsyncListener {

    private static final String HANDLER = Handler.class.getName();

    /** For the container. */
    public AsyncEvents() {}

    /** Processes a request after its servlet has returned. */
    public interface Handler {

        /** The timeout has passed. If the request is not completed, the container closes the connection. */
        void onTimeout() throws IOException;

        /** The request has ended, successfully or not. */
        void onComplete() throws IOException;
    }

    /** Registers the handler. Must be called before the servlet or filter that has started {@code async} returns. */
    public static void handle(AsyncContext async, long timeoutMillis, Handler handler) {
        async.getRequest().setAttribute(HANDLER, handler);
        async.setTimeout(timeoutMillis);
        async.addListener(new AsyncEvents(), async.getRequest(), async.getResponse());
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        if (event.getSuppliedRequest().getAttribute(HANDLER) instanceof Handler handler) {
            handler.onTimeout();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        if (event.getSuppliedRequest().getAttribute(HANDLER) instanceof Handler handler) {
            handler.onComplete();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        // The listener of the failed stream has been notified.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A further asynchronous cycle registers a handler of its own.
    }
}
