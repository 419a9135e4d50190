package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.Test;

/** Logins without pause on 24 connections, while an open session makes guarded calls. */
class FloodIT extends DeployedWar {

    private static final int FLOOD = 24;
    private static final int CALLS = 500;
    private static final int MAX_LOGINS = 200;

    @Test
    void keepsAnsweringGuardedCallsDuringAFloodOfLogins() {
        String session = sessionOf("both");
        AtomicBoolean done = new AtomicBoolean();

        List<Boolean> results = Parallel.run(FLOOD + 1, i -> i == 0 ? call(session, done) : flood(done));

        assertThat(results).containsOnly(true);
    }

    private boolean call(String session, AtomicBoolean done) throws Exception {
        try (Client.Connection connection = client.connect()) {
            for (int i = 0; i < CALLS; i++) {
                Response response = connection.send(Request.get("/getemployeedetails?limit=1")
                        .cookie(session)
                        .secret(SECRET));
                assertThat(response.status()).isEqualTo(200);
            }
            return true;
        } finally {
            done.set(true);
        }
    }

    private boolean flood(AtomicBoolean done) {
        for (int i = 0; i < MAX_LOGINS && !done.get(); i++) {
            Response response = client.login("general", "general-password", SECRET);
            assertThat(response.status()).isIn(200, 503);
            if (response.status() == 503) {
                assertThat(response.code()).isEqualTo("busy");
                assertThat(response.required("Retry-After")).isNotBlank();
            }
        }
        return true;
    }
}
