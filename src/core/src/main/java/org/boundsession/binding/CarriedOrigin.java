package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import org.boundsession.session.Origin;

/** The {@link Origin} of a session in the container, as session attributes. */
final class CarriedOrigin {

    private static final Carried<String> CLIENT = new Carried<>("org.boundsession.client", String.class);
    private static final Carried<String> USER_AGENT = new Carried<>("org.boundsession.userAgent", String.class);
    private static final Carried<String> NODE = new Carried<>("org.boundsession.node", String.class);

    private CarriedOrigin() {}

    /** @throws IllegalStateException if the session is invalid */
    static Origin of(HttpSession session) {
        return new Origin(CLIENT.of(session, ""), USER_AGENT.of(session, ""), NODE.of(session, ""));
    }

    /** @throws IllegalStateException if the session is invalid */
    static void set(HttpSession session, Origin origin) {
        CLIENT.set(session, origin.client());
        USER_AGENT.set(session, origin.userAgent());
        NODE.set(session, origin.node());
    }
}
