package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.boundsession.binding.BoundSessions;

/**
 * Health checks for load balancers: liveness and, at the path that ends in {@code /ready}, readiness, which fails with
 * 503 while the session store is unavailable, and lists {@code warnings} about what an admin should correct while requests are served.
 */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Answers answers;
    private transient BoundSessions sessions;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public HealthServlet() {}

    @Override
    public void init() {
        answers = Parts.of(getServletContext(), Answers.class);
        sessions = Parts.of(getServletContext(), BoundSessions.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getServletPath().endsWith("/ready")) {
            answers.ok(response, HealthServlet::writeUp);
        } else if (sessions.isAvailable()) {
            answers.ok(response, this::writeReady);
        } else {
            answers.refuse(response, Refusal.STORE_UNAVAILABLE);
        }
    }

    private static void writeUp(JsonGenerator json) throws IOException {
        json.writeStringField("status", "UP");
    }

    private void writeReady(JsonGenerator json) throws IOException {
        writeUp(json);
        List<String> warnings = sessions.warnings();
        if (!warnings.isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (String warning : warnings) {
                json.writeString(warning);
            }
            json.writeEndArray();
        }
    }
}
