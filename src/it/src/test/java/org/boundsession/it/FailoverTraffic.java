package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;

/**
 * Clients that log in, call and log out at two nodes in turn while the servers of the store fail over. Each client
 * keeps one session and retries what was answered 503.
 */
final class FailoverTraffic {

    static final int CLIENTS = 12;

    private static final int CALLS_BEFORE_LOGOUT = 40;
    private static final long PAUSE_NANOS = 15_000_000;

    /** Replication is asynchronous: a logout shortly before the master is killed may be lost with it. */
    private static final long REPLICATED_NANOS = 500_000_000;

    private final Client[] clients;
    private final Predicate<String> isUnaffected;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile long killedAt = Long.MAX_VALUE;

    /**
     * @param isUnaffected whether a session is on a server that is up all the time, so that calls must be served
     */
    FailoverTraffic(Client a, Client b, Predicate<String> isUnaffected) {
        this.clients = new Client[] {a, b};
        this.isUnaffected = isUnaffected;
    }

    /** A response at a time in nanoseconds. */
    record Answered(long at, int status) {}

    /** A session that was logged out, at a time in nanoseconds. */
    private record Ended(String session, long at) {}

    /** Called when the master is killed. */
    void killed() {
        killedAt = System.nanoTime();
    }

    void stop() {
        done.set(true);
    }

    /** Runs the failover under load. Returns the answers of each client; fails if one is wrong. */
    List<List<Answered>> during(Runnable failover) {
        List<List<Answered>> all = Parallel.run(CLIENTS + 1, i -> i < CLIENTS ? work(i) : run(failover));
        return all.subList(0, CLIENTS);
    }

    private List<Answered> run(Runnable failover) {
        try {
            failover.run();
            return List.of();
        } finally {
            stop();
        }
    }

    private List<Answered> work(int number) {
        List<Answered> answers = new ArrayList<>();
        List<Ended> ended = new ArrayList<>();
        String session = null;
        for (int i = number; !done.get(); i++) {
            Client client = clients[i % clients.length];
            if (session == null) {
                session = login(client, answers);
            } else if (i % CALLS_BEFORE_LOGOUT == 0) {
                session = logout(client, session, ended);
            } else {
                session = call(client, session, answers);
            }
            if (!ended.isEmpty()) {
                requireRefused(clients[(i + 1) % clients.length], ended.get(i % ended.size()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return answers;
    }

    private static String login(Client client, List<Answered> answers) {
        Response answer = Calls.login(client);
        assertThat(answer.status()).as(answer::toString).isIn(200, 503);
        answers.add(new Answered(System.nanoTime(), answer.status()));
        return answer.status() == 200 ? answer.sessionId() : null;
    }

    /** Returns null if the session was lost with the master, and a login is to follow. */
    private String call(Client client, String session, List<Answered> answers) {
        Response answer = Calls.call(client, session);
        assertThat(answer.status()).as(answer::toString).isIn(200, 401, 503);
        if (isUnaffected.test(session)) {
            assertThat(answer.status()).as("on a server that is up").isEqualTo(200);
        }
        answers.add(new Answered(System.nanoTime(), answer.status()));
        if (answer.status() == 401) {
            assertThat(answer.code()).isEqualTo("login_required");
        }
        return answer.status() == 401 ? null : session;
    }

    private static String logout(Client client, String session, List<Ended> ended) {
        Response answer = Calls.logout(client, session);
        assertThat(answer.status()).as(answer::toString).isIn(204, 401, 503);
        if (answer.status() == 204) {
            ended.add(new Ended(session, System.nanoTime()));
        }
        return answer.status() == 503 ? session : null;
    }

    private void requireRefused(Client other, Ended ended) {
        Response answer = Calls.call(other, ended.session);
        boolean mayBeLost = ended.at > killedAt - REPLICATED_NANOS && ended.at < killedAt + REPLICATED_NANOS;
        if (!mayBeLost) {
            assertThat(answer.status()).as("of a session that was logged out").isIn(401, 503);
        }
    }
}
