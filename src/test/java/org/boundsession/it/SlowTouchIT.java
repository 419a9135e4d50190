package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.open;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A proof whose record is written so slowly that the session expires meanwhile, for all that other nodes can know. */
@Timeout(180)
class SlowTouchIT {

    private static final int ROUNDS = 8;
    private static final long SECOND_NANOS = 1_000_000_000;

    @Test
    void saysOnAllNodesTheSameAboutASessionThatIsTouchedWhileItExpires() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            Client a = nodes.start(shortLived(nodes.base("a"))).client("");
            Client b = nodes.start(shortLived(nodes.base("b"))).client("");
            open(b);
            postgres.execute("CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN PERFORM pg_sleep(0.8); RETURN NEW; END $$");
            postgres.execute(
                    "CREATE TRIGGER slow BEFORE UPDATE ON bound_session FOR EACH ROW EXECUTE FUNCTION slowly()");

            for (int round = 0; round < ROUNDS; round++) {
                callWhileItExpires(a, b, (1_600 + 100L * round) * SECOND_NANOS / 1000);
            }
        }
    }

    private static void callWhileItExpires(Client a, Client b, long ageNanos) {
        String session = open(a);
        pause(ageNanos);

        CompletableFuture<Response> slow = CompletableFuture.supplyAsync(() -> call(a, session));
        pause(SECOND_NANOS / 2);
        Response meanwhile = call(b, session);
        Response touched = slow.join();
        List<Response> after = Parallel.run(2, i -> call(i == 0 ? a : b, session));

        assertThat(List.of(meanwhile, touched)).extracting(Response::status).isSubsetOf(200, 401);
        int status = touched.status();
        assertThat(after)
                .as("a proof that was answered " + status)
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(status));
        if (meanwhile.status() == 401) {
            assertThat(status).as("what another node called over").isEqualTo(401);
        }
    }

    private static TomcatProcess.Base shortLived(TomcatProcess.Base base) {
        Wars.withWebXml("short-lived", Wars.maxAge(2))
                .as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/ROOT.war").toFile(), true);
        return base;
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
