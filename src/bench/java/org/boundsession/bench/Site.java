package org.boundsession.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A contender that runs. */
final class Site implements AutoCloseable {

    private final Contender contender;
    private final Contender.Running running;

    Site(Contender contender, Contender.Running running) {
        this.contender = contender;
        this.running = running;
    }

    Contender contender() {
        return contender;
    }

    String name() {
        return contender.name();
    }

    int port() {
        return running.port();
    }

    long pid() {
        return running.pid();
    }

    /** A fresh session's cookie; one that means nothing where there are no sessions. */
    String openSession() throws IOException {
        if (!contender.has(Contender.Trait.SESSIONS)) {
            return "Session_ID=0123456789ABCDEF0123456789ABCDEF";
        }
        try (HttpConnection connection = new HttpConnection(port())) {
            HttpConnection.Answer answer = connection.send(Call.login().bytes(port()));
            if (answer.status() != 200 || answer.cookie().isEmpty()) {
                throw new IOException("no login at " + name() + ": " + answer);
            }
            return answer.cookie();
        }
    }

    List<Call> guardedCalls(int sessions) throws IOException {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            calls.add(Call.guarded(openSession()));
        }
        return calls;
    }

    @Override
    public void close() throws Exception {
        running.process().close();
    }
}
