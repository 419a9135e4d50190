package org.boundsession.web;

import jakarta.servlet.ServletContext;
import java.util.Optional;

/**
 * Tells whether the container replicates the sessions of an application to other nodes. The servlet API does not: an
 * application states only that it may be distributed.
 */
public final class Replication {

    /** Attribute of a ServletContext: present if the container has said so itself. */
    static final String REPLICATED = Replication.class.getName() + ".replicated";

    private Replication() {}

    /** Returns whether sessions are replicated, as far as it can be found out: in Tomcat and WildFly. */
    public static boolean isUsedBy(ServletContext context) {
        if (context.getAttribute(REPLICATED) != null) {
            return true;
        }
        try {
            Optional<TomcatContext> tomcat = TomcatContext.of(context);
            return tomcat.isPresent() && isManagedByCluster(tomcat.get());
        } catch (ReflectiveOperationException notInThisTomcat) {
            // An embedded Tomcat may be without the classes for clusters.
            return false;
        }
    }

    private static boolean isManagedByCluster(TomcatContext tomcat) throws ReflectiveOperationException {
        Object manager = tomcat.type(TomcatContext.TYPE).getMethod("getManager").invoke(tomcat.context());
        return tomcat.type("org.apache.catalina.ha.ClusterManager").isInstance(manager);
    }
}
