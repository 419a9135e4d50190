package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of 5 MB, and clients that read them slowly. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SlowReadersIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int READERS = 250;
    private static final int CALLS = 50;
    private static final int ROW = 5000;
    private static final String LARGE = "/getemployeedetails?limit=1000";

    @ArquillianResource
    URL url;

    private Client client;
    private String session;

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.withWebXml(
                "large",
                xml -> xml.replace(
                        "SELECT * FROM employees ORDER BY id",
                        "SELECT X AS id, REPEAT('ä', " + ROW + ") AS text FROM SYSTEM_RANGE(1, 1000) ORDER BY X"));
    }

    @BeforeEach
    void logIn() {
        client = DeployedWar.clientOf(url);
        session = client.login("general", "general-password", SECRET).sessionId();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 24, 50, 1000})
    void answersWholePage(int rows) throws IOException {
        Request request = bound("/getemployeedetails?limit=" + rows);

        try (Client.Connection connection = client.connect()) {
            for (int i = 0; i < 3; i++) {
                Response page = connection.send(request);

                assertThat(page.status()).isEqualTo(200);
                assertThat(page.body().split("\"text\":\"" + "ä".repeat(ROW) + "\"", -1))
                        .hasSize(rows + 1);
                assertThat(page.body()).endsWith("\"}]}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24, 1000})
    void answersHeadWithTheHeadersOfGet(int rows) {
        Request get = bound("/getemployeedetails?limit=" + rows);

        Response head = client.send(new Request("HEAD", get.target(), get.headerLines()));

        assertThat(ofTheRepresentation(head)).isEqualTo(ofTheRepresentation(client.send(get)));
    }

    @Test
    void answersOthersWhileManyReadSlowly() throws IOException {
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.add(reader());
            }
            for (int i = 0; i < CALLS; i++) {
                assertThat(client.send(bound("/getcustomerdetails?limit=1")).status())
                        .isEqualTo(200);
            }
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
        assertThat(client.send(bound(LARGE)).status()).isEqualTo(200);
    }

    /** Has read the beginning of its page, so that it has been served as far as it reads. */
    private Socket reader() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(client.host(), client.port()));
        socket.getOutputStream()
                .write(("GET " + client.context() + LARGE + " HTTP/1.1\r\nHost: localhost\r\nCookie: Session_ID="
                                + session + "\r\nsecretid: " + SECRET + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private Request bound(String target) {
        return Request.get(target).cookie(session).secret(SECRET);
    }

    private static List<String> ofTheRepresentation(Response response) {
        return response.headerLines().stream()
                .filter(line -> !line.startsWith("Date:") && !line.startsWith("X-Request-Id:"))
                .sorted()
                .toList();
    }
}
