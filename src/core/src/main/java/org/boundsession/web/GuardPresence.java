package org.boundsession.web;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an application that has this library in its WEB-INF/lib and does not use it, because its {@code web.xml} reads no
 * web fragment: such an application would be open. An initializer, because a container calls it whether it reads fragments or
 * not (Jakarta Servlet 6.0, section 8.2.4), except below an {@code <absolute-ordering>} without the fragment's name.
 */
public final class GuardPresence implements ServletContainerInitializer {

    /** For the container. */
    public GuardPresence() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> none, ServletContext context) throws ServletException {
        // A library that several applications share is no statement about one of them.
        boolean ofThisApplication = context.getClassLoader() == GuardPresence.class.getClassLoader();
        if (ofThisApplication && Wiring.guardOf(context).isEmpty()) {
            throw new ServletException("bound-session-core is in WEB-INF/lib, but no filter has the class "
                    + BoundSessionFilter.class.getName()
                    + ", so nothing is guarded. Remove metadata-complete from web.xml, or"
                    + " copy the entries of the library's META-INF/web-fragment.xml into it");
        }
    }
}
