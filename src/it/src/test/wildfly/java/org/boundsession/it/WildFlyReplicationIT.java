package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.open;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.boundsession.guide.Guide;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** WildFly's distributable sessions. */
class WildFlyReplicationIT extends ReplicationContract {

    private static final String WAR = "bound-session.war";

    private WildFlyNode first;
    private WildFlyNode second;

    @BeforeAll
    void start() throws Exception {
        int one = TomcatProcess.freePort();
        int two = TomcatProcess.freePort();
        Path base = configured("127.0.0.1[%d],127.0.0.1[%d]".formatted(one, two));
        first = begin(base, "first", one);
        second = begin(WildFlyNode.copyOf(base, "second"), "second", two);
        a = first.awaitStart().client("/bound-session");
        b = second.awaitStart().client("/bound-session");
    }

    @AfterAll
    void stopBoth() {
        first.close();
        second.close();
    }

    @Override
    String stop() {
        stopBoth();
        return first.log() + second.log();
    }

    @Test
    void acceptsTheRouteOfAnyNode() {
        String session = open(a);

        assertThat(session).doesNotContain(".");
        assertThat(call(b, session + ".elsewhere").status()).isEqualTo(200);
        assertThat(call(a, session + ".second").status()).isEqualTo(200);
        assertThat(call(a, session).status()).isEqualTo(200);
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void servesSessionOfANodeThatWasKilled() {
        String session = open(a);
        assertThat(call(b, session).status()).isEqualTo(200);

        first.kill();

        assertThat(call(b, session).status()).isEqualTo(200);
        assertThat(call(b, open(b)).status()).isEqualTo(200);
    }

    private static WildFlyNode begin(Path base, String name, int port) {
        return WildFlyNode.begin(
                base,
                List.of("-Djboss.node.name=" + name, "-Dit.jgroups.port=" + port),
                Map.of("SESSION_SECRET", StoreUnderTest.SESSION_SECRET));
    }

    /** Runs the guide's script on a base directory, with the addresses of the tests and without multicast. */
    private static Path configured(String hosts) throws IOException, InterruptedException {
        Path base = WildFlyNode.newBase("wildfly");
        Path war = Files.createDirectory(base.resolve("deployments")).resolve(WAR);
        war().as(ZipExporter.class).exportTo(war.toFile());
        String script = Guide.replaced(
                Guide.block("operations.md", "### Replication in WildFly", "sh"),
                WAR + " WEB-INF",
                war + " WEB-INF",
                "192.0.2.1[7600],192.0.2.2[7600]",
                hosts,
                "bin/jboss-cli.sh",
                WildFlyNode.HOME.resolve("bin/jboss-cli.sh").toString(),
                "stop-embedded-server",
                """
                /socket-binding-group=standard-sockets/socket-binding=jgroups-tcp:write-attribute(name=port,value="${it.jgroups.port}")
                /subsystem=modcluster:remove
                stop-embedded-server""");
        ProcessBuilder builder = new ProcessBuilder("bash", "-ec", script)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("script.log").toFile());
        builder.environment().put("JAVA_OPTS", "-Djboss.server.base.dir=" + base);
        assertThat(builder.start().waitFor()).as(script).isZero();
        return base;
    }
}
