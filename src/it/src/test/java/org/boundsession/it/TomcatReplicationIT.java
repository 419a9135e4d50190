package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.open;

import org.boundsession.guide.Guide;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tomcat's DeltaManager. */
class TomcatReplicationIT extends ReplicationContract {

    private static final String DOCUMENT = "operations.md";
    private static final String HEADING = "### Replication in Tomcat";
    private static final String NO_BINDER = "<Valve className=\"org.apache.catalina.ha.tcp.ReplicationValve\"/>";

    private TomcatProcess first;
    private TomcatProcess second;

    @BeforeAll
    void start() {
        int receiverOfFirst = TomcatProcess.freePort();
        int receiverOfSecond = TomcatProcess.freePort();
        first = started(base("first", cluster(receiverOfFirst, receiverOfSecond)));
        second = started(base("second", cluster(receiverOfSecond, receiverOfFirst)));
        a = first.client("");
        b = second.client("");
    }

    @AfterAll
    void stopBoth() {
        first.close();
        second.close();
    }

    @Override
    String stop() {
        stopBoth();
        return first.auditLog() + second.auditLog();
    }

    @Test
    void followsSessionThatTomcatRenamesAtAFailover() {
        int receiverOfFirst = TomcatProcess.freePort();
        int receiverOfSecond = TomcatProcess.freePort();
        String binding = Guide.replaced(cluster(receiverOfFirst, receiverOfSecond), NO_BINDER, "");
        String takingOver = Guide.replaced(cluster(receiverOfSecond, receiverOfFirst), NO_BINDER, "");
        try (TomcatProcess failing = started(routed("one", base("failing", binding)));
                TomcatProcess remaining = started(routed("two", base("remaining", takingOver)))) {
            String session = open(failing.client(""));
            SignedSession signed = SignedSession.open(failing.client(""));
            assertThat(session).endsWith(".one");
            failing.kill();

            Response answer = call(remaining.client(""), session);
            String renamed = answer.sessionId();
            Response wrong = call(remaining.client(""), renamed, DeployedWar.OTHER_SECRET);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(renamed).isEqualTo(session.replace(".one", ".two"));
            assertThat(wrong.code()).isEqualTo("session_invalidated");
            assertThat(call(remaining.client(""), session).code()).isEqualTo("login_required");
            assertThat(signed.at(remaining.client("")).call().status()).isEqualTo(200);
        }
    }

    /** Tomcat renames sessions of an application that says it is distributable. */
    private static TomcatProcess.Base routed(String route, TomcatProcess.Base base) {
        deploy(
                base,
                Wars.withWebXml(
                        "distributable",
                        xml -> Guide.replaced(xml, "<absolute-ordering/>", "<absolute-ordering/><distributable/>")));
        String server = Guide.read(base.directory().resolve("conf/server.xml"));
        return base.conf("server.xml", Guide.replaced(server, "<Engine ", "<Engine jvmRoute=\"" + route + "\" "));
    }

    @Test
    void doesNotStartWithoutASecretThatAllNodesShare() {
        TomcatProcess.Base alone = base("alone", cluster(TomcatProcess.freePort(), TomcatProcess.freePort()));

        try (TomcatProcess node = alone.start()) {
            assertThat(node.client("").send(Request.get("/health/live")).status())
                    .isEqualTo(404);
            assertThat(node.console()).contains("bound-session.session-secret: required");
        }
    }

    private static TomcatProcess started(TomcatProcess.Base base) {
        return base.env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET).start();
    }

    private static TomcatProcess.Base base(String name, String cluster) {
        TomcatProcess.Base base = TomcatProcess.configured(name).jvm("-Dcluster.key=" + "0123456789abcdef".repeat(4));
        deploy(base, war());
        String server = Guide.read(base.directory().resolve("conf/server.xml"));
        return base.conf("server.xml", Guide.replaced(server, "</Host>", cluster + "</Host>"))
                .conf("Catalina/localhost/ROOT.xml", context());
    }

    private static void deploy(TomcatProcess.Base base, WebArchive war) {
        war.as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/ROOT.war").toFile(), true);
    }

    /** As for an existing Tomcat, with the other manager. */
    private static String context() {
        return Guide.replaced(
                Guide.block("installing.md", "## In an existing Tomcat", "xml"),
                "<Manager pathname=\"\"/>",
                Guide.blocks(DOCUMENT, HEADING, "xml").get(1));
    }

    private static String cluster(int receiver, int receiverOfOther) {
        return Guide.replaced(
                Guide.block(DOCUMENT, HEADING, "xml"),
                "\"192.0.2.1\" port=\"4000\"",
                "\"127.0.0.1\" port=\"" + receiver + "\"",
                "\"192.0.2.2\" port=\"4000\"",
                "\"127.0.0.1\" port=\"" + receiverOfOther + "\"");
    }
}
