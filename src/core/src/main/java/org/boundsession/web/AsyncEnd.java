package org.boundsession.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.IntConsumer;

/**
 * Reports the end of asynchronous processing, once. Stateless and public, because WildFly must be able to instantiate
 * each AsyncListener of an application.
 */
public final class AsyncEnd implements AsyncListener {

    private static final String STATUS = AsyncEnd.class.getName();

    /** For the container. */
    public AsyncEnd() {}

    /**
     * @param status receives the status of the response
     * @throws IllegalStateException if the processing has ended
     */
    static void listen(HttpServletRequest request, HttpServletResponse response, IntConsumer status) {
        request.setAttribute(STATUS, status);
        request.getAsyncContext().addListener(new AsyncEnd(), request, response);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        if (event.getSuppliedResponse() instanceof HttpServletResponse response
                && event.getSuppliedRequest().getAttribute(STATUS) instanceof IntConsumer status) {
            event.getSuppliedRequest().removeAttribute(STATUS);
            status.accept(response.getStatus());
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // The processing completes afterwards.
    }

    @Override
    public void onError(AsyncEvent event) {
        // The processing completes afterwards.
    }

    /** A further asynchronous cycle begins, and the container has forgotten the listeners of the one before. */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this, event.getSuppliedRequest(), event.getSuppliedResponse());
    }
}
