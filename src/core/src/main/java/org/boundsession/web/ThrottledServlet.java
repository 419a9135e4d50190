package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.boundsession.session.BoundSession;
import org.boundsession.session.ClientAddress;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.jspecify.annotations.Nullable;

/**
 * For administrators: GET lists the addresses and users whose logins are blocked because too many have failed, and
 * DELETE with {@code address}, and {@code user} for one user there, allows them again.
 */
public final class ThrottledServlet extends HttpServlet {

    /** The maximum number of entries in a list. */
    static final int MAX_LISTED = 200;

    private static final long serialVersionUID = 1L;

    private static final Refusal ADDRESS_MALFORMED = malformed("address", "the address to lift");
    private static final Refusal USER_MALFORMED = malformed("user", "one user name, or no such parameter");

    private transient SharedThrottle throttle;
    private transient SessionEvents events;
    private transient Answers answers;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public ThrottledServlet() {}

    private static Refusal malformed(String parameter, String expected) {
        return Refusal.of(400, "parameter_malformed", "The parameter " + parameter + " must be " + expected);
    }

    @Override
    public void init() {
        throttle = Parts.of(getServletContext(), SharedThrottle.class);
        events = Parts.of(getServletContext(), SessionEvents.class);
        answers = Parts.of(getServletContext(), Answers.class);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<ThrottledLogin> blocked = throttle.blockedNow(MAX_LISTED);
        answers.ok(response, json -> {
            json.writeArrayFieldStart("throttled");
            for (ThrottledLogin login : blocked) {
                write(login, json);
            }
            json.writeEndArray();
        });
    }

    private static void write(ThrottledLogin login, JsonGenerator json) throws IOException {
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
        QueryString query = new QueryString(request.getQueryString());
        List<String> addresses = query.values("address");
        List<String> users = query.values("user");
        if (addresses.size() != 1 || addresses.get(0).isBlank()) {
            answers.refuse(response, ADDRESS_MALFORMED);
        } else if (users.size() > 1 || users.contains("")) {
            answers.refuse(response, USER_MALFORMED);
        } else {
            lift(request, response, addresses.get(0), users.isEmpty() ? null : users.get(0));
        }
    }

    private void lift(HttpServletRequest request, HttpServletResponse response, String address, @Nullable String user)
            throws IOException {
        ClientAddress network = ClientAddress.ofNetwork(address);
        int lifted = throttle.lift(network, user);
        BoundSession admin = BoundRequest.sessionOf(request).session();
        events.throttleLifted(admin, Requester.of(request), network.text(), user);
        answers.ok(response, json -> json.writeNumberField("lifted", lifted));
    }
}
