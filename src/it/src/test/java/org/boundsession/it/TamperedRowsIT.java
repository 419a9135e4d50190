package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.confirm;
import static org.boundsession.it.Calls.open;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.store.SessionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attacker who can write to the store gains no role, no identity and no lifetime, and causes no failure. */
@Timeout(300)
class TamperedRowsIT {

    private static final String DAY = "86400000";
    private static final String LARGEST = Long.toString(Long.MAX_VALUE);

    /** What is written into a field, made of what stands there. */
    private record Change(String field, Function<String, String> value) {

        static Change to(String field, String value) {
            return new Change(field, before -> value);
        }

        static Change by(String field, long difference) {
            return new Change(field, before -> Long.toString(Long.parseLong(before) + difference));
        }

        static Change replacing(String field, String part, String by) {
            return new Change(field, before -> before.replace(part, by));
        }
    }

    /** After each of these the row is no session. */
    private static final List<Change> SEALED = List.of(
            Change.to("roles", "general\nadmin"),
            Change.to("roles", "admin"),
            Change.to("roles", ""),
            Change.to("principal", "admin"),
            Change.to("principal", "General"),
            Change.to("principal", "general "),
            Change.to("principal", ""),
            Change.by("creation_time", 1),
            Change.by("creation_time", -1),
            Change.to("creation_time", "0"),
            Change.to("creation_time", "-1"),
            Change.to("creation_time", LARGEST),
            Change.by("end_time", 1),
            Change.by("end_time", 60_000),
            Change.by("end_time", -1),
            Change.to("end_time", LARGEST),
            Change.to("end_time", "-1"),
            Change.replacing("binding", "$2b$", "$2a$"),
            Change.replacing("binding", "$2b$", "$2y$"),
            Change.replacing("binding", "$10$", "$04$"),
            Change.replacing("binding", "$10$", "$11$"),
            Change.replacing("binding", "$10$", "$18$"),
            Change.replacing("binding", "$10$", "$99$"),
            Change.replacing("binding", "{secret}", ""),
            Change.replacing("binding", "{secret}", "{key}"),
            new Change("binding", before -> before.substring(0, before.length() - 1)),
            new Change("binding", before -> before + "."),
            new Change("binding", before -> "{secret}00000000" + before.substring(16)),
            Change.to("binding", ""),
            Change.to("seal", ""),
            Change.to("seal", "1:00000000:" + "A".repeat(43)),
            new Change("seal", before -> "1" + before.substring(1)),
            new Change("seal", before -> before.substring(0, before.length() - 1)),
            new Change("seal", before -> before.substring(0, before.length() - 1) + '='));

    /** These are not sealed: the session lives as before, or not at all. */
    private static final List<Change> UNSEALED = List.of(
            Change.by("last_access_time", 120_000),
            Change.to("last_access_time", LARGEST),
            Change.to("last_access_time", "-1"),
            Change.to("last_access_time", "0"),
            Change.to("max_inactive_interval", DAY),
            Change.to("max_inactive_interval", LARGEST),
            Change.to("max_inactive_interval", "-1"),
            Change.to("mismatches", "1"),
            Change.to("mismatches", LARGEST),
            Change.to("mismatches", "-1"),
            Change.to("version", LARGEST),
            Change.to("version", "-1"),
            Change.to("attributes", "{}"),
            Change.to("attributes", "{\"v\":1,\"attributes\":{\"org.boundsession.roles\":\"admin\"}}"),
            Change.to("attributes", "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=="));

    @Test
    void gainsNothingOnPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            tamper(nodes, id -> new PostgresRow(postgres, SessionKey.of(id)));
        }
    }

    @Test
    void gainsNothingOnRedis() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            tamper(nodes, id -> new RedisRow(redis, SessionKey.of(id)));
        }
    }

    private static void tamper(Nodes nodes, Function<String, StoredRow> rows) {
        Client knowing = nodes.client("knowing");
        TomcatProcess other = nodes.start(nodes.base("other"));
        Client fresh = other.client("");
        SoftAssertions softly = new SoftAssertions();

        List<String> refused = new ArrayList<>();
        for (Change change : SEALED) {
            String session = open(knowing);
            softly.assertThat(write(change, rows.apply(session)))
                    .as(change.field())
                    .isTrue();
            refused.add(session);
            for (Response answer : answers(session, fresh, knowing)) {
                softly.assertThat(answer.code()).as(change.field()).isIn("login_required", "credentials_invalid");
            }
        }
        for (Change change : UNSEALED) {
            assertUnchangedOrGone(softly, change, rows, knowing, fresh);
        }
        swapRows(softly, rows, knowing, fresh);
        replayRow(softly, rows, knowing, fresh);
        softly.assertThat(call(fresh, open(knowing)).status()).as("all is well").isEqualTo(200);
        softly.assertAll();
        other.close();
        String audit = other.auditLog();
        for (String session : refused.subList(0, 10)) {
            String digits = SessionKey.of(session).hex().substring(0, 16);
            assertThat(audit.lines().filter(line -> line.contains(digits)))
                    .singleElement()
                    .asString()
                    .contains("\"event.action\":\"session_tampered\"")
                    .doesNotContain("\"user.name\"", "general", "admin");
        }
    }

    private static boolean write(Change change, StoredRow row) {
        String before = row.get(change.field());
        String after = change.value().apply(before);
        return !after.equals(before) && row.set(change.field(), after);
    }

    private static List<Response> answers(String session, Client... nodes) {
        List<Response> answers = new ArrayList<>();
        for (Client node : nodes) {
            answers.add(call(node, session));
            answers.add(payments(node, session));
            answers.add(confirm(node, session));
        }
        return answers;
    }

    private static Response payments(Client node, String session) {
        return node.send(
                Request.get("/getpaymentdetails?limit=1").cookie(session).secret(DeployedWar.SECRET));
    }

    private static void assertUnchangedOrGone(
            SoftAssertions softly, Change change, Function<String, StoredRow> rows, Client knowing, Client fresh) {
        String session = open(knowing);
        String end = confirm(knowing, session).text("expires_at");
        write(change, rows.apply(session));

        for (Client node : List.of(fresh, knowing)) {
            softly.assertThat(call(node, session).status()).as(change.field()).isIn(200, 401);
            softly.assertThat(payments(node, session).status())
                    .as(change.field())
                    .isIn(403, 401);
            Response confirmed = confirm(node, session);
            softly.assertThat(confirmed.status()).as(change.field()).isIn(200, 401);
            if (confirmed.status() == 200) {
                softly.assertThat(confirmed.text("expires_at"))
                        .as(change.field())
                        .isEqualTo(end);
                softly.assertThat(confirmed.body())
                        .as(change.field())
                        .contains("\"user\":\"general\"", "\"roles\":[\"general\"]", "\"idle_seconds\":150");
            }
        }
    }

    /** A thief's own session, whose secret he has, in the place of somebody else's, and the other way round. */
    private static void swapRows(
            SoftAssertions softly, Function<String, StoredRow> rows, Client knowing, Client fresh) {
        String own = open(knowing);
        String admins = DeployedWar.patientLogin(knowing, "admin", "the-secret-of-the-admin")
                .sessionId();
        StoredRow ownRow = rows.apply(own);
        StoredRow adminsRow = rows.apply(admins);

        Map<String, String> foreign = new LinkedHashMap<>(adminsRow.snapshot());
        foreign.computeIfPresent(
                "session_key", (name, key) -> SessionKey.of(own).hex());
        foreign.put("binding", ownRow.get("binding"));
        String bindingOfAdmin = adminsRow.get("binding");
        adminsRow.set("binding", ownRow.get("binding"));
        ownRow.restore(foreign);

        for (String session : List.of(own, admins)) {
            for (Response answer : answers(session, fresh, knowing)) {
                softly.assertThat(answer.code()).as("swapped").isIn("login_required", "credentials_invalid");
            }
        }
        adminsRow.set("binding", bindingOfAdmin);
        Response restored = fresh.send(
                Request.get("/getpaymentdetails?limit=1").cookie(admins).secret("the-secret-of-the-admin"));
        softly.assertThat(restored.status()).as("nobody ended it").isEqualTo(200);
    }

    /** What no seal can tell: the old row of an ended session. It opens what it opened, until its end. */
    private static void replayRow(
            SoftAssertions softly, Function<String, StoredRow> rows, Client knowing, Client fresh) {
        String session = open(knowing);
        String end = confirm(knowing, session).text("expires_at");
        Map<String, String> before = rows.apply(session).snapshot();
        softly.assertThat(Calls.logout(knowing, session).status()).isEqualTo(204);

        rows.apply(session).restore(before);
        Response replayed = confirm(fresh, session);

        softly.assertThat(payments(fresh, session).status()).as("replayed").isEqualTo(403);
        softly.assertThat(replayed.status()).as("replayed").isEqualTo(200);
        softly.assertThat(replayed.text("expires_at")).as("replayed").isEqualTo(end);
    }
}
