package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.SessionSummary;
import org.boundsession.session.SteadyClock;

/** Writes a page of sessions as JSON. Thread-safe. */
final class SessionListAnswer {

    private final Answers answers;
    private final SteadyClock clock;

    SessionListAnswer(Answers answers, SteadyClock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** @param current the handle of the request's own session */
    void send(HttpServletResponse response, SessionPage page, String current) throws IOException {
        answers.ok(response, json -> {
            json.writeArrayFieldStart("sessions");
            for (SessionSummary session : page.sessions()) {
                write(json, session, current);
            }
            json.writeEndArray();
            writeNext(json, page.next());
        });
    }

    /** Writes from where the next request goes on, if there is more. */
    static void writeNext(JsonGenerator json, Optional<Position> next) throws IOException {
        if (next.isPresent()) {
            json.writeStringField("next", next.get().text());
        }
    }

    private void write(JsonGenerator json, SessionSummary session, String current) throws IOException {
        json.writeStartObject();
        json.writeStringField("handle", session.handle());
        json.writeStringField("user", session.user());
        json.writeArrayFieldStart("roles");
        for (String role : new TreeSet<>(session.roles())) {
            json.writeString(role);
        }
        json.writeEndArray();
        json.writeStringField("kind", session.kind());
        write(json, "created_at", session.createdAt());
        write(json, "last_access_at", session.lastAccessedAt());
        write(json, "idle_end_at", session.idleEnd());
        write(json, "expires_at", session.expiresAt());
        json.writeStringField("client", session.origin().client());
        json.writeStringField("user_agent", session.origin().userAgent());
        json.writeStringField("node", session.origin().node());
        json.writeNumberField("mismatches", session.mismatches());
        json.writeBooleanField("current", session.handle().equals(current));
        json.writeEndObject();
    }

    private void write(JsonGenerator json, String name, Instant time) throws IOException {
        json.writeStringField(name, Iso8601.of(clock.timeOfDayAt(time)));
    }
}
