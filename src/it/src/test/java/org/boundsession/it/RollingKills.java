package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.TomcatProcess;

/**
 * Two nodes that are killed and restarted in turn, under clients that call either and retry on the other if a node is
 * down. Each client keeps one session.
 */
final class RollingKills {

    private static final int CLIENTS = 12;
    private static final int ROUNDS = 2;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Nodes nodes;
    private final TomcatProcess.Base[] bases;
    private final TomcatProcess[] running;
    private final Client[] clients;
    private final AtomicBoolean done = new AtomicBoolean();

    RollingKills(Nodes nodes) {
        this.nodes = nodes;
        bases = new TomcatProcess.Base[] {nodes.base("rolling-a"), nodes.base("rolling-b")};
        running = new TomcatProcess[] {nodes.start(bases[0]), nodes.start(bases[1])};
        clients = new Client[] {running[0].client(""), running[1].client("")};
    }

    /** How many calls each client was served; fails where one was answered wrongly. */
    List<Integer> run() {
        return Parallel.run(CLIENTS + 1, i -> i == CLIENTS ? kill() : work(i)).subList(0, CLIENTS);
    }

    private int kill() {
        try {
            for (int i = 0; i < ROUNDS * running.length; i++) {
                int node = i % running.length;
                running[node].kill();
                running[node] = nodes.start(bases[node]);
            }
            return 0;
        } finally {
            done.set(true);
        }
    }

    private int work(int first) {
        String session = null;
        int served = 0;
        for (int i = first; !done.get(); i++) {
            Client client = clients[i % clients.length];
            try {
                Response answer = session == null ? Calls.login(client) : Calls.call(client, session);
                assertThat(answer.status()).as(answer::toString).isIn(200, 503);
                if (answer.status() == 200 && session == null) {
                    session = answer.sessionId();
                } else if (answer.status() == 200) {
                    served++;
                }
            } catch (UncheckedIOException killed) {
                // The node is gone; the next turn is the other's.
            }
            // Leaves a processor to the node that starts.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return served;
    }
}
