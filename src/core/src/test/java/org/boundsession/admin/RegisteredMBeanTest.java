package org.boundsession.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.boundsession.bulkhead.HashingLane;
import org.junit.jupiter.api.Test;

class RegisteredMBeanTest {

    private static final String APPLICATION = "/a,b=\"c\"*?\n";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Drain drain = new Drain();
    private final ObjectName name;

    RegisteredMBeanTest() throws Exception {
        name = new ObjectName("org.boundsession:type=BoundSession,application=" + ObjectName.quote(APPLICATION));
    }

    private ManagedApplication bean(long active) {
        Metrics metrics = new Metrics();
        HashingLane lane = new HashingLane(1, 0, Duration.ofSeconds(1));
        return new ManagedApplication(
                new MeteredEvents(metrics), new HashingFigures(metrics, lane, lane), () -> active, drain);
    }

    @Test
    void showsFiguresAndDrainsUntilItIsClosed() throws Exception {
        try (RegisteredMBean registered = RegisteredMBean.register(bean(3), APPLICATION)) {
            server.invoke(name, "drain", null, null);

            assertThat(server.getAttribute(name, "ActiveSessions")).isEqualTo(3L);
            assertThat(server.getAttribute(name, "Draining")).isEqualTo(true);
            server.invoke(name, "undrain", null, null);
            assertThat(drain.isDraining()).isFalse();
            assertThat(registered).isNotNull();
        }

        assertThat(server.isRegistered(name)).isFalse();
    }

    /** As in a parallel deployment, where the old version is undeployed later. */
    @Test
    void showsTheApplicationThatHasStartedLast() throws Exception {
        RegisteredMBean old = RegisteredMBean.register(bean(1), APPLICATION);
        RegisteredMBean latest = RegisteredMBean.register(bean(2), APPLICATION);

        assertThat(server.getAttribute(name, "ActiveSessions")).isEqualTo(2L);
        latest.close();
        old.close();
        assertThat(server.isRegistered(name)).isFalse();
    }
}
