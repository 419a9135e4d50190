package org.boundsession.web;

import jakarta.servlet.ServletContext;
import org.boundsession.binding.BoundSessions;
import org.boundsession.bulkhead.FairBulkhead;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.session.SessionEvents;

/** Makes the parts of the HTTP interface and publishes them in the ServletContext. */
public final class HttpParts {

    private HttpParts() {}

    /**
     * Settings of the HTTP interface.
     *
     * @param secretHeader name of the request header with the secret
     * @param secretMinLength bytes
     * @param requireSecure whether a login needs HTTPS
     * @param hstsMaxAge seconds, 0 for no such header
     * @param logins how often they may fail
     */
    public record Options(
            String secretHeader, int secretMinLength, boolean requireSecure, long hstsMaxAge, LoginLimits logins) {}

    /** @param realmLane for the realm's own slow hashing */
    public static void publish(
            ServletContext context,
            Options options,
            BoundSessions sessions,
            SessionCookie cookie,
            HashingLane realmLane,
            SessionEvents events) {
        Answers answers = new Answers(UriPath.of(context) + loginPath(context));
        Logins logins = new Logins(
                new LoginThrottle(options.logins(), System::nanoTime),
                realmLane,
                FairBulkhead.withRoomBeside(2 * realmLane.width()),
                sessions::requireAvailable);
        Parts.publish(context, BoundSessions.class, sessions);
        Parts.publish(context, SessionCookie.class, cookie);
        Parts.publish(context, SessionEvents.class, events);
        Parts.publish(context, Answers.class, answers);
        Parts.publish(context, SecurityHeaders.class, new SecurityHeaders(options.hstsMaxAge()));
        Parts.publish(context, Verdicts.class, new Verdicts(sessions, cookie, events));
        Parts.publish(context, Logins.class, logins);
        Parts.publish(context, PlainHttpPolicy.class, new PlainHttpPolicy(options.requireSecure()));
        Parts.publish(context, ContainerRealm.class, new ContainerRealm(Login.of(context), DeclaredRoles.of(context)));
    }

    /** As the application maps the login servlet, perhaps elsewhere than this product does. */
    private static String loginPath(ServletContext context) {
        return context.getServletRegistrations().values().stream()
                .filter(servlet -> LoginServlet.class.getName().equals(servlet.getClassName()))
                .flatMap(servlet -> servlet.getMappings().stream())
                .sorted()
                .findFirst()
                .orElse("/login");
    }
}
