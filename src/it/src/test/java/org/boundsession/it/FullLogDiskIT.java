package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.boundsession.http.Client;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;

/**
 * A Tomcat whose log files cannot grow: the kernel refuses its writes as on a full disk. Its console is not such a
 * file, so it continues.
 */
class FullLogDiskIT {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @Test
    void tellsOnTheConsoleThatAuditEventsAreLost() throws IOException, InterruptedException {
        try (TomcatProcess tomcat = TomcatProcess.configured("full-log-disk")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .start()) {
            Client client = tomcat.client("");
            refuse(client, "before");
            await(tomcat, running -> running.auditLog().contains("before"));

            limitFiles(tomcat, "1:");
            refuse(client, "lost1");
            refuse(client, "lost2");
            refuse(client, "lost3");
            await(tomcat, running -> running.console().contains("Lost audit events"));
            limitFiles(tomcat, "unlimited:");
            refuse(client, "after");
            await(tomcat, running -> running.auditLog().contains("after"));

            assertThat(tomcat.auditLog()).doesNotContain("lost");
            assertThat(tomcat.console())
                    // How many of the three, depends on how much time passed between them.
                    .containsPattern("org\\.boundsession\\S* Lost audit events: [123]\\. .+/logs/audit\\.\\S+\\.log ");
        }
    }

    private static void refuse(Client client, String user) {
        assertThat(client.login(user, "wrong", DeployedWar.SECRET).code()).isEqualTo("credentials_invalid");
    }

    /** @param size the greatest size of a file that the process may write to, with a colon: the limit can be lifted again */
    private static void limitFiles(TomcatProcess tomcat, String size) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("prlimit", "--pid", Long.toString(tomcat.pid()), "--fsize=" + size)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static void await(TomcatProcess tomcat, Predicate<TomcatProcess> condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.test(tomcat)) {
            assertThat(System.nanoTime()).as(tomcat.console()).isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
