package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ConcurrencyIT extends DeployedWar {

    /** Each of some races is met once in a hundred times or less. */
    private static final int ROUNDS = 25;

    @Test
    void givesParallelLoginsOfOneUserSessionsOfTheirOwn() {
        List<String> sessions = Parallel.run(12, i -> sessionOf("general"));

        assertThat(sessions).doesNotHaveDuplicates();
        assertThat(Parallel.run(12, i -> call(sessions.get(i), SECRET)))
                .extracting(Response::status)
                .containsOnly(200);
    }

    @Test
    void neverRevivesSessionThatIsInvalidatedAmongChecksInFlight() {
        String session = sessionOf("general");

        List<Response> answers = Parallel.run(51, i -> call(session, i == 25 ? OTHER_SECRET : SECRET));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 401));
        assertThat(answers.get(25).code()).isEqualTo("session_invalidated");
        assertThat(call(session, SECRET).code()).isEqualTo("login_required");
    }

    @Test
    void neverRevivesSessionThatIsLoggedOutAmongChecksInFlight() {
        String session = sessionOf("general");

        List<Response> answers = Parallel.run(
                51,
                i -> i == 25
                        ? client.send(Request.post("/logout").cookie(session).secret(SECRET))
                        : call(session, SECRET));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 204, 401));
        assertThat(call(session, SECRET).code()).isEqualTo("login_required");
    }

    @RepeatedTest(ROUNDS)
    void answersParallelWrongSecretsWithoutFault() {
        String session = sessionOf("general");

        List<Response> answers = Parallel.run(20, i -> call(session, OTHER_SECRET));

        assertThat(answers)
                .extracting(Response::code)
                .contains("session_invalidated")
                .isSubsetOf("session_invalidated", "login_required");
    }

    @RepeatedTest(ROUNDS)
    void answersParallelLogoutsWithoutFault() {
        String session = sessionOf("general");

        List<Response> answers = Parallel.run(
                20, i -> client.send(Request.post("/logout").cookie(session).secret(SECRET)));

        assertThat(answers).extracting(Response::status).contains(204).isSubsetOf(204, 401);
    }

    @RepeatedTest(ROUNDS)
    void answersPublicPathsWithoutFaultWhileTheirCookiesSessionEnds() {
        String session = sessionOf("general");

        List<Response> answers = Parallel.run(
                20,
                i -> i % 2 == 0
                        ? client.send(Request.get("/login").cookie(session).secret(OTHER_SECRET))
                        : client.send(Request.get("/health/live").cookie(session)));

        assertThat(answers).extracting(Response::status).containsOnly(200, 401);
    }

    @RepeatedTest(5)
    void opensSessionForEachOfParallelLoginsInPlaceOfOneSession() {
        String session = sessionOf("general");
        Request login = Request.get("/login")
                .basic("admin", "admin-password")
                .cookie(session)
                .secret(SECRET);

        List<Response> answers = Parallel.run(6, i -> patiently(client, login));

        assertThat(answers).extracting(Response::code).containsOnly("logged_in");
        assertThat(answers).extracting(Response::sessionId).doesNotHaveDuplicates();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(client.send(Request.get("/login")
                                        .cookie(answer.sessionId())
                                        .secret(SECRET))
                                .code())
                        .isEqualTo("session_authorized"));
        assertThat(call(session, SECRET).code()).isEqualTo("login_required");
    }

    private Response call(String session, String secret) {
        return client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(secret));
    }
}
