package org.boundsession.it.history;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;
import org.boundsession.it.history.Operation.Kind;
import org.boundsession.it.history.Operation.Node;

/** Sends the clients' requests to the nodes and records them. Thread-safe. */
final class Traffic {

    static final int PATIENT_MILLIS = 20_000;

    private final Cluster cluster;
    private final Calm calm;
    private final long start = System.nanoTime();
    private final AtomicInteger sessions = new AtomicInteger();
    private final Queue<Operation> history = new ConcurrentLinkedQueue<>();

    Traffic(Cluster cluster, Calm calm) {
        this.cluster = cluster;
        this.calm = calm;
    }

    /** What was done, and the session that it opened. */
    record Done(Operation operation, Optional<KnownSession> opened) {}

    /** Nanoseconds since the start of the run. */
    long now() {
        return System.nanoTime() - start;
    }

    List<Operation> history() {
        return List.copyOf(history);
    }

    /** @param patienceMillis how long the client waits for an answer */
    Done login(int client, int node, String user, String secret, int patienceMillis) {
        Request request = Request.get("/login").basic(user, password(user)).secret(secret);
        Attempt attempt = new Attempt(client, node, Kind.LOGIN, Evidence.ABSENT, 0, patienceMillis);
        return attempt.send(request, user, secret);
    }

    /** A login with the cookie of the session and the credentials of that user. */
    Done loginWith(KnownSession session, int client, int node, String user, String secret, int patienceMillis) {
        Request request =
                Request.get("/login").basic(user, password(user)).secret(secret).cookie(session.cookie());
        boolean same = user.equals(session.user());
        Evidence evidence = secret.equals(session.secret()) ? Evidence.RIGHT : Evidence.WRONG;
        Attempt attempt = new Attempt(
                client,
                node,
                same ? Kind.LOGIN_AGAIN : Kind.LOGIN_AS_ANOTHER,
                same ? evidence : Evidence.ABSENT,
                session.number(),
                patienceMillis);
        return attempt.send(request, user, secret);
    }

    /** A call, confirmation or logout. */
    Operation use(KnownSession session, int client, int node, Kind kind, Evidence evidence, int patienceMillis) {
        Request request = target(kind).cookie(session.cookie());
        if (evidence != Evidence.ABSENT) {
            request = request.secret(session.secret() + (evidence == Evidence.WRONG ? "-not" : ""));
        }
        Attempt attempt = new Attempt(client, node, kind, evidence, session.number(), patienceMillis);
        return attempt.send(request, session.user(), session.secret()).operation();
    }

    private static Request target(Kind kind) {
        return switch (kind) {
            case CALL -> Request.get("/getemployeedetails?limit=1");
            case LOGOUT -> Request.post("/logout");
            default -> Request.get("/login");
        };
    }

    private static String password(String user) {
        return user + "-password";
    }

    private final class Attempt {
        private final int client;
        private final Client address;
        private final Node node;
        private final Kind kind;
        private final Evidence evidence;
        private final int session;
        private final int patienceMillis;
        private final long invoked;

        Attempt(int client, int node, Kind kind, Evidence evidence, int session, int patienceMillis) {
            this.client = client;
            this.kind = kind;
            this.evidence = evidence;
            this.session = session;
            this.address = cluster.client(node);
            this.patienceMillis = patienceMillis;
            this.node = cluster.node(node);
            this.invoked = now();
        }

        Done send(Request request, String user, String secret) {
            Client.Connection connection;
            try {
                connection = address.connect(patienceMillis);
            } catch (IOException gone) {
                return done(Answer.UNSENT, 0, "");
            }
            try (connection) {
                return read(connection.send(request), user, secret);
            } catch (IOException lost) {
                return done(Answer.LOST, 0, "");
            }
        }

        private Done read(Response response, String user, String secret) {
            Answer answer = AnswerReader.read(kind, response);
            if (answer != Answer.OPENED) {
                boolean unexpected = answer == Answer.UNEXPECTED;
                return done(answer, 0, unexpected ? response.status() + " " + AnswerReader.code(response) : "");
            }
            Operation operation = done(answer, sessions.incrementAndGet(), "").operation();
            return new Done(
                    operation,
                    Optional.of(new KnownSession(operation.opened(), response.sessionId(), secret, user, operation)));
        }

        private Done done(Answer answer, int opened, String detail) {
            Operation operation = new Operation(
                    client, node, kind, evidence, session, invoked, now(), calm.was(invoked), answer, opened, detail);
            history.add(operation);
            return new Done(operation, Optional.empty());
        }
    }
}
