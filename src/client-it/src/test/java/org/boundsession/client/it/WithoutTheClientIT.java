package org.boundsession.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.client.it.Flow.EMPLOYEES;
import static org.boundsession.client.it.Flow.PAYMENTS;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls by the JDK's client alone fail: each test is the negative control of something that our client does or refuses. */
@Timeout(120)
class WithoutTheClientIT {

    private static Server server;
    private static URI root;

    @BeforeAll
    static void start() {
        server = Server.start("without-client");
        root = server.root();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int call(HttpClient http, String path, String user) throws IOException, InterruptedException {
        return http.send(request(path, user).build(), BodyHandlers.discarding()).statusCode();
    }

    private static int login(HttpClient http, String user) throws IOException, InterruptedException {
        byte[] credentials = (user + ":" + user + "-password").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = request("login", user)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(String path, String user) {
        return HttpRequest.newBuilder(root.resolve(path)).header("secretid", user + "-secret-1");
    }

    @Test
    void twoUsersOfOneCookieStoreEndEachOthersSessions() throws Exception {
        HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        login(http, "general");
        assertThat(call(http, EMPLOYEES, "general")).isEqualTo(200);

        login(http, "admin");

        assertThat(call(http, EMPLOYEES, "general")).isEqualTo(401);
        // That was the admin's cookie with the other secret.
        assertThat(call(http, PAYMENTS, "admin")).isEqualTo(401);
    }

    @Test
    void aCallThatIsNotRepeatedFailsWhenItsSessionHasEnded() throws Exception {
        HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        login(http, "general");

        new Operator(root).endSessionsOf("general");

        assertThat(call(http, EMPLOYEES, "general")).isEqualTo(401);
    }

    @Test
    void anAuthenticatorDoesNotLogInWhenACallIsRefused() throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .authenticator(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication("general", "general-password".toCharArray());
                    }
                })
                .build();

        assertThat(call(http, EMPLOYEES, "general")).isEqualTo(401);
    }
}
