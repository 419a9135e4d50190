package org.boundsession.web;

import jakarta.servlet.ServletContext;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.boundsession.admin.CheckCounts;
import org.boundsession.admin.HttpTimings;
import org.boundsession.admin.Metrics;
import org.boundsession.admin.SessionAdministration;
import org.boundsession.binding.BoundSessions;
import org.boundsession.bulkhead.FairBulkhead;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.session.SessionEvents;
import org.boundsession.store.FailureCounters;
import org.boundsession.throttle.LoginLimits;
import org.boundsession.throttle.SharedThrottle;

/** Creates the objects of the HTTP interface and publishes them in the ServletContext. */
public final class HttpParts {

    private HttpParts() {}

    /**
     * Settings of the HTTP interface.
     *
     * @param secretHeader the name of the request header with the secret
     * @param secretMinLength the minimum length of a secret in bytes
     * @param requireSecure whether logins over plain HTTP are refused
     * @param hstsMaxAge the max-age of {@code Strict-Transport-Security} in seconds; 0 for no such header
     * @param console whether the console is served
     * @param signedBodyLimit the maximum size of a request body that is covered by a signature, in bytes
     * @param logins the limits of failed logins
     */
    public record Options(
            String secretHeader,
            int secretMinLength,
            boolean requireSecure,
            long hstsMaxAge,
            boolean console,
            int signedBodyLimit,
            LoginLimits logins) {}

    /**
     * @param realmLane the bulkhead for the realm's own slow hashing
     * @param failures counters of failed logins that all nodes share; empty if there are none
     * @param throttle asks these counters in the background, one question after another
     */
    public static void publish(
            ServletContext context,
            Options options,
            BoundSessions sessions,
            SessionCookie cookie,
            HashingLane realmLane,
            Optional<FailureCounters> failures,
            Executor throttle,
            SessionEvents events) {
        Wiring.check(context, sessions.kinds());
        Metrics metrics = Parts.of(context, Metrics.class);
        FairBulkhead bulkhead = FairBulkhead.withRoomBeside(2 * realmLane.width());
        metrics.counter(
                "bound_session_logins_busy_total", "Logins refused while too many were in progress", bulkhead::refused);
        Answers answers = new Answers(UriPath.of(context) + loginPath(context));
        SharedThrottle shared =
                new SharedThrottle(options.logins(), failures, sessions::isAvailable, throttle, System::nanoTime);
        Logins logins = new Logins(shared, realmLane, bulkhead, sessions::requireAvailable);
        Parts.publish(context, BoundSessions.class, sessions);
        Parts.publish(context, SessionAdministration.class, new SessionAdministration(sessions));
        Parts.publish(context, SessionCookie.class, cookie);
        Parts.publish(context, SessionEvents.class, events);
        Parts.publish(context, Answers.class, answers);
        Parts.publish(context, SecurityHeaders.class, new SecurityHeaders(options.hstsMaxAge()));
        Parts.publish(context, Console.class, new Console(options.console()));
        Parts.publish(
                context,
                Verdicts.class,
                new Verdicts(
                        sessions,
                        cookie,
                        events,
                        new CheckCounts(metrics, sessions.kinds()),
                        new CoveredBodies(options.signedBodyLimit())));
        Parts.publish(context, HttpTimings.class, new HttpTimings(metrics));
        Parts.publish(context, Logins.class, logins);
        Parts.publish(context, SharedThrottle.class, shared);
        Parts.publish(context, PlainHttpPolicy.class, new PlainHttpPolicy(options.requireSecure()));
        Parts.publish(context, ContainerRealm.class, new ContainerRealm(Login.of(context), DeclaredRoles.of(context)));
    }

    /** An application may map the login servlet to another path than this library does. */
    private static String loginPath(ServletContext context) {
        return Wiring.loginPaths(context).sorted().findFirst().orElseThrow();
    }
}
