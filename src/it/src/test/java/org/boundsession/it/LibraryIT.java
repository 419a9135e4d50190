package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.boundsession.http.Client;
import org.boundsession.http.CookieJar;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A third-party WAR with one servlet and one dependency: {@code src/it/example}. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LibraryIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final long MAX_LIBRARY_BYTES = 2_500_000;

    private final Client client = new Client("127.0.0.1", Integer.getInteger("it.http.port"), "/orders");
    private final CookieJar jar = new CookieJar(client, "127.0.0.1");

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.create(ZipImporter.class, "orders.war")
                .importFrom(example())
                .as(WebArchive.class);
    }

    private static File example() {
        return new File(System.getProperty("it.example.war"));
    }

    @Test
    void guardsTheServletOfTheHost() {
        Response stranger = client.send(Request.get("/orders").secret(SECRET));
        Response login = jar.send(login("general"));
        Response orders = jar.send(Request.get("/orders").secret(SECRET));

        assertThat(stranger.code()).isEqualTo("login_required");
        assertThat(stranger.required("WWW-Authenticate")).isEqualTo("BoundSession login=\"/orders/login\"");
        assertThat(login.customStatus()).isEqualTo("N");
        assertThat(orders.status()).isEqualTo(200);
        assertThat(orders.body()).isEqualTo("Orders of general, bound by secret");
    }

    @Test
    void opensNothingToACookieAlone() {
        jar.send(login("general"));

        Response withoutSecret = jar.send(Request.get("/orders"));
        Response guess = jar.send(Request.get("/orders").secret(DeployedWar.OTHER_SECRET));

        assertThat(withoutSecret.code()).isEqualTo("login_required");
        assertThat(guess.code()).isEqualTo("session_invalidated");
        assertThat(jar.names()).isEmpty();
    }

    @Test
    void asksForTheRoleAndMethodOfTheServletsEntry() {
        jar.send(login("admin"));
        Response admin = jar.send(Request.get("/orders").secret(SECRET));
        jar.send(login("general"));
        Response post = jar.send(Request.post("/orders").secret(SECRET));

        assertThat(admin.code()).isEqualTo("access_denied");
        assertThat(admin.text("message")).contains("no access to orders");
        assertThat(post.code()).isEqualTo("method_not_allowed");
    }

    @Test
    void takesTheHostsCookieAndSettingsBeforeItsOwn() {
        Response shortSecret = jar.send(
                Request.get("/login").basic("general", "general-password").secret("elevenbytes"));
        Response login = jar.send(login("general"));

        assertThat(shortSecret.code()).isEqualTo("secret_malformed");
        assertThat(login.setCookie().name()).isEqualTo("ORDERS");
        assertThat(login.setCookie().attributes())
                .containsEntry("max-age", "600")
                .containsEntry("path", "/orders")
                .containsEntry("samesite", "Strict")
                .containsKey("httponly");
    }

    @Test
    void servesTheStaticFilesOfThePatternsOnly() {
        Response publicFile = client.send(Request.get("/index.html"));
        Response stranger = client.send(Request.get("/internal.html"));
        jar.send(login("general"));
        Response known = jar.send(Request.get("/internal.html").secret(SECRET));

        assertThat(publicFile.status()).isEqualTo(200);
        assertThat(stranger.code()).isEqualTo("login_required");
        assertThat(known.code()).isEqualTo("not_found");
    }

    @Test
    void bringsNoRecordsAndNoStore() throws IOException {
        jar.send(login("general"));
        Response records = jar.send(Request.get("/getemployeedetails").secret(SECRET));
        Response health = client.send(Request.get("/health/ready"));
        Response logout = jar.send(Request.post("/logout").secret(SECRET));

        assertThat(records.code()).isEqualTo("not_found");
        assertThat(health.status()).isEqualTo(200);
        assertThat(logout.status()).isEqualTo(204);
        try (ZipFile war = new ZipFile(example())) {
            assertThat(war.stream()
                            .filter(entry -> entry.getName().startsWith("WEB-INF/lib/"))
                            .mapToLong(ZipEntry::getCompressedSize)
                            .sum())
                    .isBetween(1L, MAX_LIBRARY_BYTES);
        }
    }

    private static Request login(String user) {
        return Request.get("/login").basic(user, user + "-password").secret(SECRET);
    }
}
