package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.boundsession.admin.Health;
import org.boundsession.admin.Health.Check;
import org.boundsession.binding.BoundSessions;

/**
 * Health checks for load balancers, in the form of MicroProfile Health: liveness and, at the path that ends in {@code
 * /ready}, readiness, which fails with 503 while a check fails or the node drains. It lists {@code warnings} about what
 * an admin should correct while requests are served.
 */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Answers answers;
    private transient BoundSessions sessions;
    private transient Health health;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public HealthServlet() {}

    @Override
    public void init() {
        answers = Parts.of(getServletContext(), Answers.class);
        sessions = Parts.of(getServletContext(), BoundSessions.class);
        health = Parts.of(getServletContext(), Health.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getServletPath().endsWith("/ready")) {
            answers.ok(response, json -> write(json, true, List.of()));
            return;
        }
        List<Check> checks = health.checks();
        if (checks.stream().allMatch(Check::up)) {
            answers.ok(response, json -> write(json, true, checks));
        } else {
            answers.refuse(response, refusal(checks), json -> write(json, false, checks));
        }
    }

    private static Refusal refusal(List<Check> failing) {
        boolean isOnlyDraining = failing.stream()
                .filter(check -> !check.up())
                .allMatch(check -> check.name().equals(Health.DRAIN));
        return isOnlyDraining ? Refusal.DRAINING : Refusal.STORE_UNAVAILABLE;
    }

    private void write(JsonGenerator json, boolean up, List<Check> checks) throws IOException {
        json.writeStringField("status", status(up));
        json.writeArrayFieldStart("checks");
        for (Check check : checks) {
            write(json, check);
        }
        json.writeEndArray();
        List<String> warnings = checks.isEmpty() ? List.of() : sessions.warnings();
        if (!warnings.isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (String warning : warnings) {
                json.writeString(warning);
            }
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, Check check) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", check.name());
        json.writeStringField("status", status(check.up()));
        json.writeObjectFieldStart("data");
        for (Map.Entry<String, Object> entry : check.data().entrySet()) {
            json.writeFieldName(entry.getKey());
            writeValue(json, entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(value.toString());
        }
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
