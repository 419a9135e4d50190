package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.assertUnavailable;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.confirm;
import static org.boundsession.it.Calls.login;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;
import static org.boundsession.it.Calls.ready;
import static org.boundsession.it.Calls.untilReadiness;
import static org.boundsession.it.Calls.untilServed;

import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Tomcat whose Redis stops, hangs or is full, and recovers. */
@Timeout(120)
class RedisOutageIT {

    private RedisServer redis;
    private Nodes nodes;

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisServer.start();
        nodes = Nodes.onRedis(redis.uri());
    }

    @AfterEach
    void stopAll() throws Exception {
        nodes.close();
        redis.close();
    }

    @Test
    void answersStoreUnavailableWhileRedisIsGoneAndLosesNothing() throws Exception {
        Client client = nodes.client("redis");
        String session = open(client);

        redis.shutDown();
        List<Response> answers =
                List.of(call(client, session), call(client, session), login(client), logout(client, session));
        redis.startAgain();

        assertThat(answers).allSatisfy(Calls::assertUnavailable);
        assertThat(untilServed(client, session).status()).isEqualTo(200);
    }

    @Test
    void isNotReadyWhileRedisIsGone() throws Exception {
        Client client = nodes.client("a");
        open(client);

        redis.shutDown();
        int alone = untilReadiness(client, 503);
        int started = ready(nodes.client("b"));
        redis.startAgain();

        assertThat(alone).as("where nobody calls").isEqualTo(503);
        assertThat(started).as("where nobody called yet").isEqualTo(503);
        assertThat(untilReadiness(client, 200)).isEqualTo(200);
    }

    @Test
    void answersStoreUnavailableWhileRedisHangs() {
        Client client = nodes.start(nodes.base("redis").env("BOUND_SESSION_STORE_TIMEOUT", "500"))
                .client("");
        String session = open(client);
        String ending = open(client);

        redis.pause();
        // All at once, or the first to wait would spare the others the wait.
        List<Response> answers = Parallel.run(12, i -> switch (i % 3) {
            case 0 -> call(client, session);
            case 1 -> login(client);
            default -> logout(client, ending);
        });
        redis.resume();

        assertThat(answers).allSatisfy(Calls::assertUnavailable);
        assertThat(untilServed(client, session).status()).isEqualTo(200);
    }

    @Test
    void readsOnAndEndsSessionsWhileRedisIsFull() {
        Client client = nodes.start(nodes.baseWithoutTouches("redis")).client("");
        String session = open(client);
        String ending = open(client);

        redis.ask(commands -> commands.configSet("maxmemory", "1"));
        Response login = login(client);
        Response logout = logout(client, ending);
        Response guarded = call(client, session);
        Response confirmed = confirm(client, session);
        redis.ask(commands -> commands.configSet("maxmemory", "0"));

        assertUnavailable(login);
        assertThat(logout.status()).isEqualTo(204);
        assertThat(guarded.status()).isEqualTo(200);
        assertThat(confirmed.customStatus()).isEqualTo("A");
        assertThat(call(client, ending).code()).isEqualTo("login_required");
        assertThat(call(client, open(client)).status()).isEqualTo(200);
    }
}
