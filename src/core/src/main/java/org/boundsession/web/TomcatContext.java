package org.boundsession.web;

import jakarta.servlet.ServletContext;
import java.util.Optional;

/**
 * Tomcat's own object for an application, to which its ServletContext leads. Its classes are reached by reflection, because
 * other containers do not have them. Immutable.
 *
 * @param context an {@code org.apache.catalina.Context}
 * @param loader the class loader of Tomcat's classes
 */
record TomcatContext(Object context, ClassLoader loader) {

    static final String TYPE = "org.apache.catalina.Context";

    /** Attribute of Tomcat's ServletContext: the resources of the application, which refer to its {@code Context}. */
    private static final String RESOURCES = "org.apache.catalina.resources";

    /** Empty in other containers. */
    static Optional<TomcatContext> of(ServletContext servletContext) throws ReflectiveOperationException {
        Object resources = servletContext.getAttribute(RESOURCES);
        if (resources == null) {
            return Optional.empty();
        }
        ClassLoader loader = resources.getClass().getClassLoader();
        Object context = Class.forName("org.apache.catalina.WebResourceRoot", false, loader)
                .getMethod("getContext")
                .invoke(resources);
        return Optional.of(new TomcatContext(context, loader));
    }

    Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    @Override
    public String toString() {
        return "TomcatContext";
    }
}
