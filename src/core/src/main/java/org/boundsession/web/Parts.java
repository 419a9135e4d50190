package org.boundsession.web;

import jakarta.servlet.ServletContext;

/**
 * The objects that the application publishes for the filter and the servlets, which the container instantiates: one
 * object of each type, as an attribute of the ServletContext. A filter or servlet looks up what it uses once, in {@code
 * init}.
 */
public final class Parts {

    private Parts() {}

    public static <T> void publish(ServletContext context, Class<T> type, T part) {
        context.setAttribute(type.getName(), part);
    }

    /** @throws IllegalStateException if the application has not published it */
    public static <T> T of(ServletContext context, Class<T> type) {
        Object part = context.getAttribute(type.getName());
        if (part == null) {
            throw new IllegalStateException("the listener org.boundsession.Application has not published "
                    + type.getSimpleName() + ": declare it in web.xml, or use the web fragment bound_session");
        }
        return type.cast(part);
    }
}
