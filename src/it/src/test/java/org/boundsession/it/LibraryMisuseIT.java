package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What a host's {@code web.xml} can do to the guard of the library: it is refused, or the guard holds. */
class LibraryMisuseIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final String WEB_XML = "/WEB-INF/web.xml";
    private static final String END = "</web-app>";

    private final Map<String, String> expected = new LinkedHashMap<>();

    @Test
    void deploysNoApplicationThatWouldBeOpen() {
        TomcatProcess.Base base = TomcatProcess.configured("library-misuse");
        refused(
                base,
                "complete",
                "so nothing is guarded",
                xml -> xml.replace("version=\"6.0\"", "version=\"6.0\" metadata-complete=\"true\""));
        refused(
                base,
                "mapping",
                "filter BoundSessionFilter: expected a filter-mapping with the url-pattern /*",
                added("""
                <filter-mapping>
                  <filter-name>BoundSessionFilter</filter-name>
                  <url-pattern>/api/*</url-pattern>
                </filter-mapping>
                """));
        refused(
                base,
                "class",
                "so nothing is guarded",
                xml -> xml.replace(
                        "<filter-name>BoundSessionFilter</filter-name>",
                        "<filter-name>BoundSessionFilter</filter-name><filter-class>" + ForwardingFilter.class.getName()
                                + "</filter-class>"));
        refused(base, "name", "servlet HealthServlet: this name belongs to", servlet("HealthServlet", "/data"));
        refused(base, "login", "servlet LoginServlet: no url-pattern is mapped to it", servlet("Own", "/login"));
        refused(
                base,
                "tracking",
                "<tracking-mode> in web.xml: expected COOKIE alone",
                xml -> xml.replace("</cookie-config>", "</cookie-config><tracking-mode>URL</tracking-mode>"));
        refused(
                base,
                "methods",
                "bound-session.methods: expected HTTP methods",
                xml -> xml.replace("GET, HEAD", "get post"));
        refused(
                base,
                "errors",
                "filter BoundSessionFilter: the init-parameter bound-session.error-servlet",
                xml -> xml.replace("</filter>", """
                        <init-param>
                          <param-name>bound-session.error-servlet</param-name>
                          <param-value>NoSuchServlet</param-value>
                        </init-param>
                        </filter>
                        """));
        for (String type : List.of("AdminSessionsServlet", "ThrottledServlet", "DrainServlet")) {
            refused(
                    base,
                    type,
                    "servlet Mine" + type + ": the init-parameter bound-session.access: expected a role",
                    servletOfOperators(type));
        }
        deploy(base, "sound", UnaryOperator.identity());

        try (TomcatProcess tomcat = base.start()) {
            assertThat(status(tomcat, "sound", "/health/live")).isEqualTo(200);
            assertThat(expected.keySet())
                    .allSatisfy(name ->
                            assertThat(status(tomcat, name, "/orders")).as(name).isEqualTo(404));
            assertThat(tomcat.logs()).contains(expected.values());
        }
    }

    @Test
    void guardsWhatFilterBeforeTheGuardForwardsOrIncludes() {
        TomcatProcess.Base base = TomcatProcess.configured("library-forward");
        deploy(base, "forward", added("""
                <filter>
                  <filter-name>Forwarding</filter-name>
                  <filter-class>%s</filter-class>
                </filter>
                <filter-mapping>
                  <filter-name>Forwarding</filter-name>
                  <url-pattern>/*</url-pattern>
                </filter-mapping>
                """.formatted(ForwardingFilter.class.getName())));
        try (TomcatProcess tomcat = base.start()) {
            Client client = tomcat.client("/forward");

            Response servlet = client.send(Request.get("/?forward=/orders").secret(SECRET));
            Response file = client.send(Request.get("/?forward=/internal.html").secret(SECRET));
            Response included = client.send(Request.get("/?include=/orders").secret(SECRET));
            String session = DeployedWar.patientLogin(client, "general", SECRET)
                    .setCookie()
                    .value();
            Response owner = client.send(Request.get("/?forward=/orders")
                    .header("Cookie", "ORDERS=" + session)
                    .secret(SECRET));

            assertThat(servlet.code()).isEqualTo("login_required");
            assertThat(file.code()).isEqualTo("login_required");
            assertThat(included.body()).isEmpty();
            assertThat(owner.body()).isEqualTo("Orders of general, bound by secret");
            assertThat(tomcat.logs()).contains("An INCLUDE is refused");
        }
    }

    private static int status(TomcatProcess tomcat, String name, String path) {
        return tomcat.client("/" + name).send(Request.get(path)).status();
    }

    private static UnaryOperator<String> servletOfOperators(String type) {
        return added("""
                <servlet>
                  <servlet-name>Mine%1$s</servlet-name>
                  <servlet-class>org.boundsession.web.%1$s</servlet-class>
                </servlet>
                <servlet-mapping>
                  <servlet-name>Mine%1$s</servlet-name>
                  <url-pattern>/operators/%1$s</url-pattern>
                </servlet-mapping>
                """.formatted(type));
    }

    private void refused(TomcatProcess.Base base, String name, String message, UnaryOperator<String> change) {
        expected.put(name, message);
        deploy(base, name, change);
    }

    private static UnaryOperator<String> added(String entry) {
        return xml -> xml.replace(END, entry + END);
    }

    private static UnaryOperator<String> servlet(String name, String pattern) {
        return added("""
                <servlet>
                  <servlet-name>%1$s</servlet-name>
                  <servlet-class>com.example.OrdersServlet</servlet-class>
                </servlet>
                <servlet-mapping>
                  <servlet-name>%1$s</servlet-name>
                  <url-pattern>%2$s</url-pattern>
                </servlet-mapping>
                """.formatted(name, pattern));
    }

    private static void deploy(TomcatProcess.Base base, String name, UnaryOperator<String> change) {
        WebArchive war = ShrinkWrap.create(ZipImporter.class, name + ".war")
                .importFrom(new File(System.getProperty("it.example.war")))
                .as(WebArchive.class)
                .addClass(ForwardingFilter.class);
        String xml = change.apply(text(war));
        war.delete(WEB_XML);
        war.add(new StringAsset(xml), WEB_XML);
        war.as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/" + name + ".war").toFile(), true);
    }

    private static String text(WebArchive war) {
        try (var in = war.get(WEB_XML).getAsset().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
