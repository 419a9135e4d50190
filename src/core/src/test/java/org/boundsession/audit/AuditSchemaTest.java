package org.boundsession.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.EndCause.Mismatch;
import org.boundsession.session.EndCause.Reason;
import org.boundsession.session.Origin;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.UserNames;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of line is what the published schema says. */
class AuditSchemaTest {

    private static final String SCHEMA = read("src/docs/audit-schema.json");
    /** The published schema without room for fields that it does not name. */
    private static final JsonSchema COMPLETE = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SCHEMA.replaceFirst("\\{", "{\"additionalProperties\": false,"));

    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final Requester THIEF = new Requester("192.0.2.66", "request-id-66");
    private static final BoundSession SESSION = new BoundSession(
            "id",
            "alice",
            Set.of("general"),
            "secret",
            Instant.EPOCH,
            new Origin("198.51.100.1", "curl/8.5", "node-1"));

    private static final Mismatch MISMATCH = new Mismatch("wrong secret", "secret", "198.51.100.1");

    private final List<String> lines = new ArrayList<>();
    private final MovableClock clock = MovableClock.at("2026-01-31T12:00:00Z");
    private final AuditLog log = new AuditLog(clock, UserNames::canonical, lines::add);
    private final SessionEvents events = new AuditedEvents(log);

    @Test
    void describesEachLine() {
        events.opened(SESSION, THIEF);
        for (Reason reason : Reason.values()) {
            events.ended(KEY, "alice", new EndCause(reason, null, null, null));
            events.ended(KEY, "alice", new EndCause(reason, THIEF, "bob", MISMATCH));
        }
        events.mismatched(SESSION, THIEF, "wrong secret");
        events.accessDenied(SESSION, THIEF, "admin");
        events.loginRefused(null, new Requester("unknown", null));
        events.loginRefused("x".repeat(10_000), THIEF);
        events.loginThrottled("mallory", new Requester("2001:db8::1", null));
        events.throttleLifted(SESSION, THIEF, "192.0.2.1", null);
        events.throttleLifted(SESSION, THIEF, "2001:db8:1:2::/64", "alice");
        events.tampered(KEY);
        events.storeDown("it does not respond");
        events.storeUp();
        flood(events -> events.loginRefused("alice", THIEF));
        flood(events -> events.loginThrottled(null, THIEF));
        log.close();

        assertThat(lines)
                .allSatisfy(line -> assertThat(problems(COMPLETE, line))
                        .as(line)
                        .filteredOn(problem -> !isEndWithoutRequest(line, problem))
                        .isEmpty());
        assertThat(String.join("\n", lines))
                .contains(Arrays.stream(Kind.values())
                        .map(kind -> "\"event.action\":\"" + kind.text() + "\"")
                        .toList())
                .contains("\"event.action\":\"events_suppressed\"");
    }

    /** Logout and mismatch always have a request; a cause without one is only made by this test. */
    private static boolean isEndWithoutRequest(String line, ValidationMessage problem) {
        return problem.getMessage().contains("client.") && !line.contains("http.request.id");
    }

    @Test
    void namesBothAddressesOfAPossibleTheft() {
        events.mismatched(SESSION, THIEF, "wrong secret");
        events.ended(KEY, "alice", new EndCause(Reason.MISMATCH, THIEF, null, MISMATCH));

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "\"event.action\":\"possible_theft\"",
                                "\"client.ip\":\"192.0.2.66\"",
                                "\"bound_session.login.address\":\"198.51.100.1\"",
                                "\"bound_session.binding\":\"secret\"",
                                "\"http.request.id\":\"request-id-66\"",
                                "\"event.kind\":\"alert\""));
    }

    @Test
    void tellsWhoEndedASession() {
        events.ended(KEY, "alice", EndCause.revokedBy("operator", THIEF));

        assertThat(lines.get(0))
                .contains(
                        "\"event.action\":\"session_revoked\"",
                        "\"user.name\":\"alice\"",
                        "\"bound_session.ended_by\":\"operator\"");
    }

    @ParameterizedTest
    @CsvSource({
        "login_granted, unheard_of",
        "2026-01-31T, 2026-31T",
        "'\"event.kind\":\"event\",', ''",
        "'\"user.name\":\"alice\",', ''",
        "'\"client.ip\":\"192.0.2.66\",', ''",
        "'\"session.id\":\"', '\"session.id\":\"f'",
        "[\"start\"], \"start\"",
        "bound_session.audit\", another\"",
    })
    void isNoSchemaThatAcceptsEverything(String part, String replacement) {
        events.opened(SESSION, THIEF);
        String valid = lines.get(0);

        String broken = valid.replace(part, replacement);

        assertThat(problems(COMPLETE, valid)).isEmpty();
        assertThat(broken).isNotEqualTo(valid);
        assertThat(problems(COMPLETE, broken)).isNotEmpty();
    }

    private void flood(Consumer<SessionEvents> event) {
        for (int i = 0; i < 1000; i++) {
            event.accept(events);
        }
        clock.move(Duration.ofMinutes(1));
        event.accept(events);
        for (int i = 0; i < 1000; i++) {
            event.accept(events);
        }
    }

    private static Set<ValidationMessage> problems(JsonSchema schema, String line) {
        return schema.validate(line, InputFormat.JSON);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
