package org.boundsession.web;

import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Returns whether Tomcat's realm is available: {@code Realm.isAvailable()} is false while its database or directory is
 * down. Tomcat exposes that over JMX only; in other containers, or if it cannot be read, the realm counts as available.
 * Thread-safe.
 */
final class TomcatRealm implements BooleanSupplier {

    private static final String REALM = "org.apache.catalina.Realm";

    private final MBeanServer server;
    private final List<ObjectName> applications;

    private TomcatRealm(MBeanServer server, List<ObjectName> applications) {
        this.server = server;
        this.applications = applications;
    }

    static BooleanSupplier of(ServletContext context) {
        try {
            String engineAndHost = context.getVirtualServerName();
            String host = engineAndHost.substring(engineAndHost.lastIndexOf('/') + 1);
            String path = context.getContextPath().isEmpty() ? "/" : context.getContextPath();
            // Parallel versions of an application share one realm, unless their contexts define their own.
            return new TomcatRealm(
                    ManagementFactory.getPlatformMBeanServer(),
                    List.of(applications(host, path), applications(host, path + "##*")));
        } catch (MalformedObjectNameException | RuntimeException notTomcat) {
            return () -> true;
        }
    }

    private static ObjectName applications(String host, String name) throws MalformedObjectNameException {
        return new ObjectName("*:j2eeType=WebModule,name=//" + host + name + ",*");
    }

    @Override
    public boolean getAsBoolean() {
        return applications.stream()
                .flatMap(pattern -> server.queryNames(pattern, null).stream())
                .allMatch(this::isAvailable);
    }

    private boolean isAvailable(ObjectName application) {
        try {
            Object realm = server.getAttribute(application, "realm");
            Class<?> type = Class.forName(REALM, false, realm.getClass().getClassLoader());
            return Boolean.TRUE.equals(type.getMethod("isAvailable").invoke(realm));
        } catch (JMException | ReflectiveOperationException | RuntimeException unknown) {
            return true;
        }
    }
}
