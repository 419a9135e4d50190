package org.boundsession;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.boundsession.audit.AuditLog;
import org.boundsession.audit.AuditedEvents;
import org.boundsession.binding.BindingSchemes;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.ContainerSessions;
import org.boundsession.binding.RequestTarget;
import org.boundsession.binding.Sessions;
import org.boundsession.binding.signature.ProofWindow;
import org.boundsession.binding.signature.ReplaySet;
import org.boundsession.binding.signature.Replays;
import org.boundsession.concurrent.OwnThread;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origins;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SteadyClock;
import org.boundsession.session.UserNames;
import org.boundsession.settings.Source;
import org.boundsession.store.CookieIds;
import org.boundsession.store.FailingFastSessionStore;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.LiveSessionStore;
import org.boundsession.store.PendingDeletes;
import org.boundsession.store.ProofStore;
import org.boundsession.store.RetriedEnds;
import org.boundsession.store.Seal;
import org.boundsession.store.SealedSessionStore;
import org.boundsession.store.SessionEnds;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SignedIds;
import org.boundsession.store.StoreContext;
import org.boundsession.store.StoredSessions;
import org.boundsession.store.TamperedSessions;
import org.boundsession.web.HttpParts;
import org.boundsession.web.MetricsAccess;
import org.boundsession.web.Parts;
import org.boundsession.web.Replication;
import org.boundsession.web.SessionCookie;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.keygen.KeyGenerators;

/**
 * Builds the objects of the application when the container starts it, and closes them when the container stops it.
 */
public final class Application implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Application.class.getName());

    private static final Duration PROBE_PAUSE_WHILE_UP = Duration.ofSeconds(5);
    private static final Duration DELETES_PAUSE = Duration.ofMillis(500);
    private static final Duration SECRETS_PAUSE = Duration.ofSeconds(4);
    private static final Duration AUDIT_PAUSE = Duration.ofSeconds(5);
    private static final Duration PROOFS_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLEANUP_PAUSE = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** For the container. */
    public Application() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            Stores stores = Stores.onClassPath();
            Source source = new Source(context, System.getenv(), stores.settings());
            start(context, Settings.of(context, source, stores), source, stores);
        } catch (RuntimeException e) {
            abandonStart(e.getMessage());
            throw e;
        } catch (Error e) {
            // A library is missing or malformed, and the message is only the name of a class.
            abandonStart(e.toString());
            throw e;
        }
    }

    private void abandonStart(@Nullable String reason) {
        // Logged here too, because containers write the exception to a separate log file.
        LOG.log(Level.ERROR, "The application does not start: {0}", reason);
        closeAll();
    }

    private void start(ServletContext context, Settings settings, Source source, Stores stores) {
        SteadyClock clock = new SteadyClock();
        Monitoring monitoring = new Monitoring();
        SessionEvents events = SessionEvents.all(List.of(audited(Clock.systemUTC()), monitoring.events()));
        SessionSecrets secrets = new SessionSecrets(secrets(context, settings), settings.application());
        if (!settings.sessionSecrets().isEmpty() && source.isFromFile(KnownSettings.SESSION_SECRET)) {
            followFile(secrets, settings, source);
        }
        SessionCookie cookie = new SessionCookie(context);
        Optional<SessionStore> opened = stores.open(settings.store(), storeContext(context, settings, source, clock));
        Optional<LiveSessionStore> live = opened.map(monitoring::metered)
                .map(store -> sealed(store, secrets, settings.lifetimes(), events, clock))
                .map(store -> liveSessions(store, events, clock));
        RequestTarget target = new RequestTarget(settings.proofs().externalUrl());
        Replays replays = replays(settings.proofs(), live.flatMap(LiveSessionStore::proofs));
        BindingSchemes schemes = Kinds.of(settings, secrets, monitoring.hashing(), target, replays);
        Bindings bindings = new Bindings(schemes, settings.lifetimes());
        Origins origins = new Origins(settings.node());
        Sessions place = live.<Sessions>map(store -> new StoredSessions(
                        store,
                        new CookieIds(new SignedIds(secrets), cookie::valuesIn),
                        bindings,
                        settings.lifetimes(),
                        settings.quotas(),
                        origins))
                .orElseGet(() -> new ContainerSessions(
                        bindings, settings.lifetimes(), settings.quotas(), origins, events, clock));
        BoundSessions sessions = new BoundSessions(
                place, schemes, monitoring.sessionsLane(), settings.lifetimes(), settings.quotas(), events);
        closedAtStop(new Periodically("expiry", expiryPause(settings.lifetimes().idle()), sessions::endExpired));
        Optional<FailureCounters> failures = opened.flatMap(SessionStore::failureCounters)
                .map(counters -> new RetriedEnds(counters, sessions::isAvailable));
        failures.ifPresent(counters -> closedAtStop(new Periodically(
                "failed-logins", CLEANUP_PAUSE, new ExpiredFailures(counters, sessions::isAvailable))));
        Parts.publish(context, Bindings.class, bindings);
        Parts.publish(context, RequestTarget.class, target);
        Parts.publish(context, SteadyClock.class, clock);
        closedAtStop(monitoring.publish(context, settings, sessions, bindings));
        Parts.publish(context, MetricsAccess.class, new MetricsAccess(source.get(KnownSettings.METRICS_TOKEN)));
        OwnThread throttle = closedAtStop(new OwnThread("bound-session-throttle"));
        HttpParts.publish(
                context, settings.web(), sessions, cookie, monitoring.realmLane(), failures, throttle, events);
    }

    private void followFile(SessionSecrets secrets, Settings settings, Source source) {
        closedAtStop(new Periodically(
                "secrets",
                SECRETS_PAUSE,
                new SecretRotation(
                        secrets,
                        settings.sessionSecrets(),
                        () -> source.get(KnownSettings.SESSION_SECRET).orElseThrow())));
    }

    private SessionEvents audited(Clock clock) {
        AuditLog audit = closedAtStop(new AuditLog(clock, UserNames::canonical));
        closedAtStop(new Periodically("audit", AUDIT_PAUSE, audit::flush));
        return new AuditedEvents(audit);
    }

    private StoreContext storeContext(ServletContext context, Settings settings, Source source, Clock clock) {
        return new StoreContext(
                source,
                settings.application(),
                context.getVirtualServerName(),
                settings.storeTimeout(),
                clock,
                open::push);
    }

    private Replays replays(ProofSettings settings, Optional<ProofStore> store) {
        Replays replays = settings.replaysInStore() ? inStore(settings, store) : onThisNode(settings);
        closedAtStop(new Periodically("proofs", PROOFS_PAUSE, replays::removeExpired));
        return replays;
    }

    private static Replays onThisNode(ProofSettings settings) {
        return new ReplaySet(settings.windowSeconds(), settings.replayCapacity(), Clock.systemUTC());
    }

    private static Replays inStore(ProofSettings settings, Optional<ProofStore> store) {
        ProofStore proofs = store.orElseThrow(() -> new IllegalArgumentException(
                "bound-session.proof-replay: expected node, because this store cannot remember signatures"));
        return new StoreReplays(proofs, settings.windowSeconds() + ProofWindow.AHEAD_SECONDS);
    }

    private static SessionStore sealed(
            SessionStore store, SessionSecrets secrets, Lifetimes lifetimes, SessionEvents events, Clock clock) {
        return new SealedSessionStore(store, new Seal(secrets), lifetimes, new TamperedSessions(events), clock);
    }

    private LiveSessionStore liveSessions(SessionStore store, SessionEvents events, Clock clock) {
        FailingFastSessionStore failingFast = closedAtStop(new FailingFastSessionStore(store, events, clock));
        failingFast.check();
        closedAtStop(new Periodically(
                "store-probe",
                new ProbePauses(failingFast::isUp),
                () -> failingFast.checkOnceDown(PROBE_PAUSE_WHILE_UP)));
        SessionEnds ends = new SessionEnds(failingFast, events, clock);
        closedAtStop(new Periodically("store-cleanup", CLEANUP_PAUSE, new Cleanup(failingFast, ends)));
        PendingDeletes pending = new PendingDeletes(failingFast, clock);
        closedAtStop(new Periodically("store-deletes", DELETES_PAUSE, pending::complete));
        closedAtStop(new Periodically("store-ends", DELETES_PAUSE, ends::complete));
        return new LiveSessionStore(failingFast, pending, ends, clock);
    }

    private static List<byte[]> secrets(ServletContext context, Settings settings) {
        if (!settings.sessionSecrets().isEmpty()) {
            return settings.sessionSecrets();
        }
        if (Replication.isUsedBy(context)) {
            throw new IllegalArgumentException("bound-session.session-secret: required, the same on all nodes, if the"
                    + " container replicates sessions, because the other nodes could not verify them");
        }
        LOG.log(
                Level.WARNING,
                "bound-session.session-secret is not set: a random key is used, and sessions end with this process. Set"
                        + " it if the container keeps or replicates sessions");
        return List.of(KeyGenerators.secureRandom(48).generateKey());
    }

    /**
     * Returns the pause between searches for expired sessions: a tenth of the idle timeout, between one second and one
     * minute.
     */
    private static Duration expiryPause(Duration idle) {
        return Duration.ofMillis(Math.min(60_000, Math.max(1_000, idle.toMillis() / 10)));
    }

    private <T extends AutoCloseable> T closedAtStop(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        closeAll();
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.log(Level.ERROR, "A resource could not be closed while the application stopped", e);
            }
        }
    }
}
