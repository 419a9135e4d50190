package org.boundsession;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.boundsession.admin.Drain;
import org.boundsession.admin.HashingFigures;
import org.boundsession.admin.Health;
import org.boundsession.admin.Health.Check;
import org.boundsession.admin.ManagedApplication;
import org.boundsession.admin.MeteredEvents;
import org.boundsession.admin.MeteredSessionStore;
import org.boundsession.admin.Metrics;
import org.boundsession.admin.RegisteredMBean;
import org.boundsession.admin.SessionAdministration;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.BoundSessions;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.session.SessionEvents;
import org.boundsession.store.SessionStore;
import org.boundsession.web.Parts;

/** Builds what operators see: metrics, health, drain and the MBean. */
final class Monitoring {

    private final Metrics metrics = new Metrics();
    private final MeteredEvents events = new MeteredEvents(metrics);
    private final Health health = new Health();
    private final Drain drain = new Drain();
    private final HashingLane sessionsLane = HashingLane.ofHalfTheProcessors();
    private final HashingLane realmLane = HashingLane.ofHalfTheProcessors();
    private final HashingFigures hashing = new HashingFigures(metrics, sessionsLane, realmLane);

    SessionEvents events() {
        return events;
    }

    HashingFigures hashing() {
        return hashing;
    }

    /** Returns the lane in which secrets of sessions are hashed. */
    HashingLane sessionsLane() {
        return sessionsLane;
    }

    /** Returns the lane in which the realm checks credentials. */
    HashingLane realmLane() {
        return realmLane;
    }

    SessionStore metered(SessionStore store) {
        return new MeteredSessionStore(store, metrics);
    }

    /** Publishes what the servlets use, and returns the registration of the MBean. */
    AutoCloseable publish(ServletContext context, Settings settings, BoundSessions sessions, Bindings bindings) {
        LongSupplier active = bindings::live;
        metrics.gauge("bound_session_active_sessions", "Live sessions whose binding this node holds", active);
        metrics.info("bound_session_build_info", "Version, Java and store of this node", build(settings));
        health.add(() -> new Check("store", sessions.isAvailable(), Map.of("kind", settings.store())));
        health.add(() -> new Check("lane", true, Map.of("running", hashing.running(), "waiting", hashing.waiting())));
        health.add(() ->
                new Check("clock", true, Map.of("skewed", sessions.warnings().contains("clock_skew"))));
        health.add(() -> new Check(Health.DRAIN, !drain.isDraining(), Map.of()));
        Parts.publish(context, Metrics.class, metrics);
        Parts.publish(context, Health.class, health);
        Parts.publish(context, Drain.class, drain);
        return RegisteredMBean.register(
                new ManagedApplication(events, hashing, active, drain, new SessionAdministration(sessions)),
                settings.application());
    }

    private static Map<String, String> build(Settings settings) {
        String version = Monitoring.class.getPackage().getImplementationVersion();
        return new TreeMap<>(Map.of(
                "version",
                version == null ? "unknown" : version,
                "java",
                System.getProperty("java.version"),
                "store",
                settings.store()));
    }
}
