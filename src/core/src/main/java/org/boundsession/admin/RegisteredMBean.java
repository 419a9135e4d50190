package org.boundsession.admin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The registration of an application's MBean, until it is closed. Optional: if it fails, the application serves without
 * an MBean.
 *
 * <p>Several WARs of one process may have one application's name, as two versions of it during a parallel deployment.
 * The one that starts last has the MBean then.
 */
public final class RegisteredMBean implements AutoCloseable {

    private static final Logger LOG = System.getLogger(RegisteredMBean.class.getName());

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;
    private final ClassLoader ours;

    private RegisteredMBean(ObjectName name, ClassLoader ours) {
        this.name = name;
        this.ours = ours;
    }

    /** @param application the application's name, which may contain any character */
    public static RegisteredMBean register(BoundSessionMXBean bean, String application) {
        RegisteredMBean registered =
                new RegisteredMBean(nameOf(application), bean.getClass().getClassLoader());
        registered.replaceBy(bean);
        return registered;
    }

    private static ObjectName nameOf(String application) {
        try {
            return new ObjectName("org.boundsession:type=BoundSession,application=" + ObjectName.quote(application));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("application: a quoted name is never malformed", e);
        }
    }

    private void replaceBy(BoundSessionMXBean bean) {
        try {
            if (server.isRegistered(name)) {
                LOG.log(
                        Level.INFO,
                        "Another application of this process has the same bound-session.application. Its MBean is"
                                + " replaced");
                server.unregisterMBean(name);
            }
            server.registerMBean(bean, name);
        } catch (JMException e) {
            LOG.log(Level.WARNING, "The MBean could not be registered; the application goes on without it", e);
        }
    }

    /** Does nothing if another application has replaced the MBean. */
    @Override
    public void close() {
        try {
            if (ours.equals(server.getClassLoaderFor(name))) {
                server.unregisterMBean(name);
            }
        } catch (InstanceNotFoundException none) {
            LOG.log(Level.DEBUG, "The MBean is gone already");
        } catch (JMException e) {
            LOG.log(Level.WARNING, "The MBean could not be removed", e);
        }
    }
}
