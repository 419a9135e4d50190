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
        return context.getAttribute(REPLICATED) != null || inCluster(context).isPresent();
    }

    /**
     * Returns whether only this node is stopping. Tomcat then ends its copies of the sessions, which live on at the other
     * nodes.
     */
    static boolean isLeftBy(ServletContext context) {
        return inCluster(context).filter(Replication::isStopping).isPresent();
    }

    private static Optional<TomcatContext> inCluster(ServletContext context) {
        try {
            TomcatContext tomcat = TomcatContext.of(context).orElse(null);
            return Optional.ofNullable(tomcat != null && isManagedByCluster(tomcat) ? tomcat : null);
        } catch (ReflectiveOperationException notInThisTomcat) {
            // An embedded Tomcat may be without the classes for clusters.
            return Optional.empty();
        }
    }

    private static boolean isManagedByCluster(TomcatContext tomcat) throws ReflectiveOperationException {
        Object manager = tomcat.type(TomcatContext.TYPE).getMethod("getManager").invoke(tomcat.context());
        return tomcat.type("org.apache.catalina.ha.ClusterManager").isInstance(manager);
    }

    private static boolean isStopping(TomcatContext tomcat) {
        try {
            Object state =
                    tomcat.type(TomcatContext.TYPE).getMethod("getStateName").invoke(tomcat.context());
            return String.valueOf(state).startsWith("STOPPING");
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }
}
