package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Listed.end;
import static org.boundsession.it.Listed.handleOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions as their users and an operator see and end them, and the attempts to see and end those of others. */
class SessionsIT extends DeployedWar {

    private static final String UNKNOWN = "0123456789abcdef".repeat(4);

    /** So that the pages of one test do not show what another one has left. */
    @AfterEach
    void endAll() {
        String operator = sessionOf("operator");
        for (String user : List.of("general", "admin", "both", "nobody", "operator")) {
            end(client, operator, "/admin/sessions?user=" + user);
        }
    }

    @Test
    void showsAnOperatorEverythingButWhatOpensASession() {
        Response login = client.send(Request.get("/login")
                .basic("both", "both-password")
                .secret(SECRET)
                .header("User-Agent", "flow/1.0"));
        String id = login.sessionId();
        String operator = sessionOf("operator");

        String body = Listed.by(client, operator, "/admin/sessions?user=both")
                .response()
                .body();

        assertThat(body)
                .contains("\"handle\":\"" + handleOf(id) + "\"")
                .contains("\"user\":\"both\",\"roles\":[\"admin\",\"general\"],\"kind\":\"")
                .contains("\"client\":\"127.0.0.1\",\"user_agent\":\"flow/1.0\",\"node\":\"")
                .contains("\"mismatches\":0,\"current\":false}")
                .contains("\"expires_at\":\"" + login.text("expires_at"))
                .containsPattern("\"created_at\":\"[0-9T:.-]+Z\"")
                .containsPattern("\"last_access_at\":\"[0-9T:.-]+Z\"")
                .containsPattern("\"idle_end_at\":\"[0-9T:.-]+Z\"")
                .doesNotContain(id, SECRET, "{secret}", "$2");
    }

    @Test
    void pagesThroughAllSessions() {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            opened.add(handleOf(sessionOf("general")));
        }
        String operator = sessionOf("operator");

        List<String> seen = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            Listed page = Listed.by(client, operator, "/admin/sessions?user=general&limit=3" + next.get());
            assertThat(page.handles()).hasSizeLessThanOrEqualTo(3);
            seen.addAll(page.handles());
            next = page.next().map("&after="::concat);
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(opened);
    }

    @Test
    void endsASessionForItsNextRequest() {
        String session = sessionOf("general");
        String operator = sessionOf("operator");

        Response ended = end(client, operator, "/admin/sessions/" + handleOf(session));

        assertThat(ended.status()).isEqualTo(204);
        assertThat(ended.body()).isEmpty();
        assertEnded(session);
        assertThat(end(client, operator, "/admin/sessions/" + handleOf(session)).code())
                .isEqualTo("not_found");
    }

    @Test
    void endsAllSessionsOfAUser() {
        String first = sessionOf("general");
        String second = sessionOf("general");
        String other = sessionOf("both");
        String operator = sessionOf("operator");

        Response ended = end(client, operator, "/admin/sessions?user=general");

        assertThat(ended.body()).isEqualTo("{\"ended\":2}");
        assertEnded(first);
        assertEnded(second);
        assertLives(other);
    }

    @Test
    void showsAUserTheOwnSessionsOnly() {
        String mine = sessionOf("general");
        String another = sessionOf("general");
        sessionOf("both");

        Listed own = Listed.by(client, mine, "/sessions");

        assertThat(own.handles()).containsExactlyInAnyOrder(handleOf(mine), handleOf(another));
        assertThat(own.response().body())
                .containsPattern(handleOf(mine) + "[^}]*\"current\":true")
                .containsPattern(handleOf(another) + "[^}]*\"current\":false");
    }

    @Test
    void endsTheOtherSessionsOfAUser() {
        String mine = sessionOf("general");
        String another = sessionOf("general");
        String foreign = sessionOf("both");

        assertThat(end(client, mine, "/sessions?others=true").body()).isEqualTo("{\"ended\":1}");

        assertLives(mine);
        assertEnded(another);
        assertLives(foreign);
    }

    @Test
    void endsOneOfTheOwnSessions() {
        String mine = sessionOf("general");
        String another = sessionOf("general");

        assertThat(end(client, mine, "/sessions/" + handleOf(another)).status()).isEqualTo(204);

        assertEnded(another);
        assertLives(mine);
    }

    @Test
    void endsNoSessionOfAnotherUser() {
        String mine = sessionOf("general");
        String foreign = sessionOf("both");

        Response refused = end(client, mine, "/sessions/" + handleOf(foreign));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body())
                .isEqualTo(end(client, mine, "/sessions/" + UNKNOWN).body());
        assertLives(foreign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "admin", "both", "nobody"})
    void refusesTheAdministrationToOtherRoles(String user) {
        String session = sessionOf(user);
        String victim = sessionOf("operator");

        for (Request attempt : List.of(
                Request.get("/admin/sessions"),
                Request.of("HEAD", "/admin/sessions"),
                Request.of("DELETE", "/admin/sessions/" + handleOf(victim)),
                Request.of("DELETE", "/admin/sessions?user=operator"),
                Request.of("DELETE", "//admin/sessions/" + handleOf(victim)),
                Request.of("DELETE", "/admin/./sessions/" + handleOf(victim)),
                Request.of("DELETE", "/sessions/../admin/sessions/" + handleOf(victim)),
                Request.of("DELETE", "/%61dmin/sessions/" + handleOf(victim)),
                Request.of("DELETE", "/admin;x=y/sessions/" + handleOf(victim)))) {
            Response response = client.send(attempt.cookie(session).secret(SECRET));
            assertThat(response.status()).as(attempt.target()).isIn(400, 403, 404);
        }
        assertThat(Listed.by(client, victim, "/sessions").handles()).contains(handleOf(victim));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/sessions",
        "GET, /sessions",
        "DELETE, /sessions?others=true",
        "DELETE, /admin/sessions?user=general"
    })
    void refusesTheCookieWithoutTheSecret(String method, String target) {
        String session = sessionOf("operator");
        String victim = sessionOf("general");

        Response response =
                client.send(Request.of(method, target).cookie(session).header("Origin", "https://elsewhere.example"));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("login_required");
        assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
        assertLives(victim);
    }

    /** A browser asks before it sends another origin's request with this header, and nothing allows it. */
    @Test
    void allowsNoOtherOrigin() {
        Response preflight = client.send(Request.of("OPTIONS", "/admin/sessions")
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "DELETE")
                .header("Access-Control-Request-Headers", "secretid"));

        assertThat(preflight.status()).isEqualTo(401);
        assertThat(preflight.headerLines().toString().toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
    }

    @Test
    void takesAHandleForNoSession() {
        String session = sessionOf("operator");

        for (String cookie : List.of(handleOf(session), handleOf(session).substring(0, 54))) {
            Response response =
                    client.send(Request.get("/admin/sessions").cookie(cookie).secret(SECRET));
            assertThat(response.code()).isEqualTo("login_required");
        }
        assertThat(Listed.by(client, session, "/sessions").handles()).contains(handleOf(session));
    }

    @Test
    void endsNothingByTheIdOfASession() {
        String session = sessionOf("general");
        String operator = sessionOf("operator");

        assertThat(end(client, operator, "/admin/sessions/" + session).code()).isEqualTo("not_found");

        assertLives(session);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/sessions?limit=0",
                "/admin/sessions?limit=201",
                "/admin/sessions?limit=ten",
                "/admin/sessions?limit=1&limit=2",
                "/admin/sessions?after=1",
                "/admin/sessions?after=1-" + "x",
                "/admin/sessions?user=",
                "/admin/sessions?user=a&user=b",
                "/admin/sessions?user=%FF",
                "/sessions?limit=-1"
            })
    void namesAMalformedParameter(String target) {
        String operator = sessionOf("operator");

        Response response = client.send(Request.get(target).cookie(operator).secret(SECRET));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("parameter_malformed");
        assertThat(response.text("message")).containsAnyOf("limit", "after", "user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/sessions",
                "/admin/sessions/",
                "/admin/sessions?User=general",
                "/admin/sessions?user=general&handle=1",
                "/sessions",
                "/sessions?others=false",
                "/sessions?others=true&x=1",
                "/sessions?others=true&after=1",
                "/admin/sessions?user=general%FF"
            })
    void endsNothingUnlessItSaysWhat(String target) {
        String operator = sessionOf("operator");
        String session = sessionOf("general");

        Response response = end(client, operator, target);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("parameter_malformed");
        assertLives(session);
        assertThat(Listed.by(client, operator, "/sessions").handles()).contains(handleOf(operator));
    }

    @Test
    void refusesOtherMethods() {
        String operator = sessionOf("operator");

        Response response =
                client.send(Request.post("/admin/sessions").cookie(operator).secret(SECRET));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.required("Allow")).isEqualTo("GET, HEAD, DELETE");
    }

    private void assertLives(String session) {
        assertThat(Calls.confirm(client, session).customStatus()).isEqualTo("A");
    }

    private void assertEnded(String session) {
        Response response = Calls.call(client, session);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("login_required");
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }
}
