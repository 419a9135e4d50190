package org.boundsession.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class RegisteredMBeanTest {

    private static final String APPLICATION = "/a,b=\"c\"*?\n";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<String> called = new ArrayList<>();
    private final ObjectName name;

    RegisteredMBeanTest() throws Exception {
        name = new ObjectName("org.boundsession:type=BoundSession,application=" + ObjectName.quote(APPLICATION));
    }

    private BoundSessionMXBean bean(long active) {
        return bean(active, BoundSessionMXBean.class.getClassLoader());
    }

    private BoundSessionMXBean bean(long active, ClassLoader ofApplication) {
        return (BoundSessionMXBean) Proxy.newProxyInstance(
                ofApplication, new Class<?>[] {BoundSessionMXBean.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return method.getName().equals("getActiveSessions") ? active : null;
                });
    }

    @Test
    void isReachableUntilItIsClosed() throws Exception {
        RegisteredMBean registered = RegisteredMBean.register(bean(3), APPLICATION);

        server.invoke(name, "drain", null, null);
        assertThat(server.getAttribute(name, "ActiveSessions")).isEqualTo(3L);
        assertThat(called).containsExactly("drain", "getActiveSessions");
        registered.close();

        assertThat(server.isRegistered(name)).isFalse();
    }

    /** As in a parallel deployment, where the old version is undeployed later. */
    @Test
    void isThatOfTheApplicationThatHasStartedLast() throws Exception {
        try (URLClassLoader another = new URLClassLoader(new URL[0], BoundSessionMXBean.class.getClassLoader())) {
            RegisteredMBean old = RegisteredMBean.register(bean(1), APPLICATION);
            RegisteredMBean latest = RegisteredMBean.register(bean(2, another), APPLICATION);

            old.close();
            assertThat(server.getAttribute(name, "ActiveSessions")).isEqualTo(2L);
            latest.close();
            assertThat(server.isRegistered(name)).isFalse();
        }
    }
}
