package org.boundsession.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/**
 * Passes the events of one asynchronous request to its handler. Without state of its own, and public, because WildFly wants
 * to be able to make each AsyncListener of an application itself.
 */
public final class AsyncEvents implements AsyncListener {

    private static final String HANDLER = Handler.class.getName();

    /** For the container. */
    public AsyncEvents() {}

    /** What works on a request after its servlet has returned. */
    interface Handler {

        /** The container's time is over. If the request is not completed, the container breaks the connection. */
        void onTimeout() throws IOException;

        /** The request has ended, in any way. */
        void onComplete() throws IOException;
    }

    /** Before the servlet or filter that has started {@code async} returns. */
    static void handle(AsyncContext async, long timeoutMillis, Handler handler) {
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
        // The listener of the stream that failed has been told.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Another round, with a handler of its own.
    }
}
