package org.boundsession.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A contender that runs. */
final class Site implements AutoCloseable {

    private static final int MAX_RETRIES = 100;
    private static final long RETRY_NANOS = 100_000_000;

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

    /** What its process has used so far. */
    long processorNanos() throws IOException {
        return ProcessHandle.of(pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException(name() + " has ended"))
                .toNanos();
    }

    /** A fresh session's cookie; one that means nothing where there are no sessions. */
    String openSession() throws IOException {
        if (!contender.has(Contender.Trait.SESSIONS)) {
            return "Session_ID=0123456789ABCDEF0123456789ABCDEF";
        }
        HttpConnection.Answer answer = login();
        for (int i = 0; i < MAX_RETRIES && answer.status() == 503; i++) {
            // As many logins wait as may.
            LockSupport.parkNanos(RETRY_NANOS);
            answer = login();
        }
        if (answer.status() != 200 || answer.cookie().isEmpty()) {
            throw new IOException("no login at " + name() + ": " + answer);
        }
        return answer.cookie();
    }

    private HttpConnection.Answer login() throws IOException {
        try (HttpConnection connection = new HttpConnection(port())) {
            return connection.send(Call.login().bytes(port()));
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
