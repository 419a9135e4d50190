package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.session.SessionManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.api.SessionManagerFactory;
import io.undertow.servlet.core.InMemorySessionManagerFactory;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On an Undertow without WildFly around it. */
class WildFlyTest {

    private static final String DISTRIBUTABLE = "<web-app>\n  <distributable/>\n</web-app>";

    @TempDir
    Path directory;

    private Path written(String descriptor) {
        try {
            Files.createDirectories(directory.resolve("WEB-INF"));
            Files.writeString(directory.resolve("WEB-INF/web.xml"), descriptor);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final List<Boolean> securitySees = Collections.synchronizedList(new ArrayList<>());
    private Undertow undertow;
    private Client client;

    @BeforeEach
    void start() throws ServletException {
        start(new InMemorySessionManagerFactory(), "<web-app/>");
    }

    private void start(SessionManagerFactory sessions, String descriptor) throws ServletException {
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(WildFlyTest.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("sessions")
                .setSessionManagerFactory(sessions)
                .setResourceManager(new PathResourceManager(written(descriptor)))
                .addServletExtension(new WildFly())
                .addOuterHandlerChainWrapper(this::security)
                .addServlet(servlet("open", (request, response) -> request.getSession(true)))
                .addServlet(servlet(
                        "end", (request, response) -> request.getSession(false).invalidate()))
                .addServlet(servlet(
                        "undo", (request, response) -> request.getSession(true).invalidate()))
                .addServlet(servlet("seen", WildFlyTest::tellWhetherSeen))
                .addServlet(servlet("public", (request, response) -> {}))
                .addServlet(servlet(
                        "replicated",
                        (request, response) -> response.setHeader(
                                "replicated", String.valueOf(Replication.isUsedBy(request.getServletContext())))))
                .addServlet(servlet("including", (request, response) -> {
                    request.getRequestDispatcher("/public").include(request, response);
                    tellWhetherSeen(request, response);
                }));
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1", manager.start())
                .build();
        undertow.start();
        InetSocketAddress address =
                (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        client = new Client("127.0.0.1", address.getPort(), "");
    }

    @AfterEach
    void stop() {
        undertow.stop();
    }

    @Test
    void leavesTheCookieOfAnEndedSessionToTheApplication() {
        assertThat(call("/end", open()).headers("Set-Cookie")).isEmpty();
    }

    @Test
    void takesBackTheCookieOfASessionThatEndsAtOnce() {
        assertThat(client.send(Request.get("/undo")).headers("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("Thu, 01-Jan-1970"));
    }

    @Test
    void showsSessionToTheApplicationAlone() {
        Response seen = call("/seen", open());

        assertThat(seen.header("seen")).contains("true");
        assertThat(securitySees.get(0)).isFalse();
    }

    @Test
    void showsSessionToTheApplicationAfterADispatchWithinIt() {
        assertThat(call("/including", open()).header("seen")).contains("true");
    }

    @Test
    void leavesSessionAloneThatTheApplicationDoesNotAskFor() {
        call("/public", open());

        assertThat(securitySees).containsExactly(false, false);
    }

    /** WildFly keeps it in memory while a request of this node uses it. */
    @Test
    void hidesReplicatedSessionThatAnotherNodeHasEnded() throws ServletException {
        Set<String> endedElsewhere = ConcurrentHashMap.newKeySet();
        undertow.stop();
        start(
                deployment -> replicated(
                        new InMemorySessionManagerFactory().createSessionManager(deployment), endedElsewhere),
                DISTRIBUTABLE);
        String live = open();
        String ended = open();
        endedElsewhere.add(ended);

        assertThat(call("/including", live).header("seen")).contains("true");
        assertThat(call("/including", ended).header("seen")).contains("false");
        assertThat(call("/open", ended).required("Set-Cookie"))
                .contains("JSESSIONID=")
                .doesNotContain(ended);
    }

    @Test
    void tellsWhetherSessionsAreReplicated() throws ServletException {
        assertThat(client.send(Request.get("/replicated")).header("replicated")).contains("false");

        undertow.stop();
        start(new InMemorySessionManagerFactory(), DISTRIBUTABLE);
        assertThat(client.send(Request.get("/replicated")).header("replicated")).contains("true");
    }

    /** As WildFly's, which looks up a session by its id in the replicated cache. */
    private static SessionManager replicated(SessionManager local, Set<String> ended) {
        return (SessionManager) Proxy.newProxyInstance(
                WildFlyTest.class.getClassLoader(),
                new Class<?>[] {SessionManager.class},
                (proxy, method, arguments) -> method.getName().equals("getSession") && ended.contains(arguments[0])
                        ? null
                        : method.invoke(local, arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "*", "http:", "localhost:80", "%2fseen", "..", "../seen", ";/seen"})
    void refusesTargetThatIsNoPath(String target) {
        Response response =
                client.sendRaw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).isEmpty();
        assertThat(securitySees).isEmpty();
    }

    private String open() {
        String session =
                client.send(Request.get("/open")).required("Set-Cookie").replaceFirst("JSESSIONID=([^;]+).*", "$1");
        securitySees.clear();
        return session;
    }

    private Response call(String path, String session) {
        return client.send(Request.get(path).header("Cookie", "JSESSIONID=" + session));
    }

    /** Looks the session up before the application and after it, as WildFly does. */
    private HttpHandler security(HttpHandler next) {
        return exchange -> {
            securitySees.add(isSeen());
            next.handleRequest(exchange);
            securitySees.add(isSeen());
        };
    }

    private static boolean isSeen() {
        return ServletRequestContext.requireCurrent().getOriginalRequest().getSession(false) != null;
    }

    private static void tellWhetherSeen(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("seen", String.valueOf(request.getSession(false) != null));
    }

    @FunctionalInterface
    private interface Answer {
        void give(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    private static ServletInfo servlet(String name, Answer answer) {
        HttpServlet servlet = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                answer.give(request, response);
            }
        };
        return Servlets.servlet(name, servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
                .addMapping("/" + name);
    }
}
