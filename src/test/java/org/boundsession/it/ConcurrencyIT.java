package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.Test;

class ConcurrencyIT extends DeployedWar {

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

    @Test
    void answersParallelWrongSecretsWithoutFault() {
        String session = sessionOf("general");

        List<Response> answers = Parallel.run(20, i -> call(session, OTHER_SECRET));

        assertThat(answers).extracting(Response::status).containsOnly(401);
        assertThat(answers).extracting(Response::code).contains("session_invalidated");
    }

    private Response call(String session, String secret) {
        return client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(secret));
    }
}
