package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.Possession;
import org.boundsession.binding.RequestTarget;

/**
 * Tells an admitted client what the server sees of its session's binding and of its request, so that the author of a
 * client can compare. Path and query may be any.
 */
public final class BindingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Answers answers;
    private transient RequestTarget target;
    private transient Clock clock;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public BindingServlet() {}

    @Override
    public void init() {
        answers = Parts.of(getServletContext(), Answers.class);
        target = Parts.of(getServletContext(), RequestTarget.class);
        clock = Clock.systemUTC();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LiveSession live = BoundRequest.sessionOf(request);
        answers.ok(response, json -> write(json, live.binding().possession(), request));
    }

    private void write(JsonGenerator json, Possession possession, HttpServletRequest request) throws IOException {
        json.writeStringField("binding", possession.kind());
        for (Map.Entry<String, String> term : possession.terms().fields().entrySet()) {
            json.writeStringField(term.getKey(), term.getValue());
        }
        long now = Math.floorDiv(clock.millis(), 1000);
        json.writeNumberField("server_time", now);
        OptionalLong created = possession.read(request).created();
        if (created.isPresent()) {
            json.writeNumberField("clock_offset_seconds", now - created.getAsLong());
        }
        json.writeStringField("method", request.getMethod());
        json.writeStringField("path", target.path(request));
        json.writeStringField("query", target.query(request));
    }
}
