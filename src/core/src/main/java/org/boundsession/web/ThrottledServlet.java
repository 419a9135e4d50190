package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.boundsession.session.BoundSession;
import org.boundsession.session.ClientAddress;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.store.BlockedLogins;
import org.boundsession.throttle.SharedThrottle;
import org.boundsession.web.Query.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * For administrators: GET lists the addresses and users whose logins are blocked because too many have failed, and
 * DELETE with {@code address}, and {@code user} for one user there, allows them again.
 */
public final class ThrottledServlet extends HttpServlet {

    /** The maximum number of entries in a list. */
    static final int MAX_LISTED = 200;

    private static final long serialVersionUID = 1L;

    private static final Set<String> PARAMETERS = Set.of("address", "user");

    private transient SharedThrottle throttle;
    private transient SessionEvents events;
    private transient Answers answers;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public ThrottledServlet() {}

    @Override
    public void init() {
        throttle = Parts.of(getServletContext(), SharedThrottle.class);
        events = Parts.of(getServletContext(), SessionEvents.class);
        answers = Parts.of(getServletContext(), Answers.class);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<BlockedLogins> blocked = throttle.blockedNow(MAX_LISTED);
        answers.ok(response, json -> {
            json.writeArrayFieldStart("throttled");
            for (BlockedLogins login : blocked) {
                write(login, json);
            }
            json.writeEndArray();
        });
    }

    private static void write(BlockedLogins login, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", login.address());
        if (login.user() != null) {
            json.writeStringField("user", login.user());
        }
        json.writeNumberField("failures", login.failures());
        json.writeNumberField("retry_after_seconds", secondsOf(login.remaining()));
        json.writeEndObject();
    }

    /** Rounded up, as in {@code Retry-After}. */
    private static long secondsOf(Duration remaining) {
        return remaining.plusMillis(999).toSeconds();
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Query query = Query.of(request);
            query.requireOnly(PARAMETERS);
            lift(request, response, address(query), query.text("user").orElse(null));
        } catch (MalformedException malformed) {
            answers.refuse(response, malformed.refusal());
        }
    }

    private static ClientAddress address(Query query) throws MalformedException {
        return query.text("address")
                .flatMap(ClientAddress::ofNetwork)
                .orElseThrow(() -> new MalformedException("address must be an address or network as in the list"));
    }

    private void lift(
            HttpServletRequest request, HttpServletResponse response, ClientAddress network, @Nullable String user)
            throws IOException {
        int lifted = throttle.lift(network, user);
        if (lifted > 0) {
            BoundSession admin = BoundRequest.sessionOf(request).session();
            events.throttleLifted(admin, Requester.of(request), network.text(), user);
        }
        answers.ok(response, json -> json.writeNumberField("lifted", lifted));
    }
}
