package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;

/**
 * All log messages of the product at every level, and those of Tomcat with the shipped tomcat-conf, whose loggers are
 * forced to print each case and not only the first of a day.
 */
class LogSecrecyIT {

    private static final String SECRET = "a-secret-that-no-log-may-show";
    private static final String PASSWORD = "general-password";

    @Test
    void writesNoSecretIntoAnyFile() throws IOException {
        TomcatProcess.Base base = TomcatProcess.configured("secrecy")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .jvm("-Dorg.apache.juli.logging.UserDataHelper.CONFIG=INFO_ALL");
        base.conf(
                "logging.properties",
                Files.readString(Path.of("tomcat-conf/logging.properties"))
                        + "\norg.boundsession.level = ALL\njava.util.logging.ConsoleHandler.level = ALL\n");

        List<String> unspeakable = new ArrayList<>(List.of(
                SECRET,
                PASSWORD,
                "wrong-password-typed",
                Base64.getEncoder().encodeToString(("general:" + PASSWORD).getBytes()),
                "query-with-a-secret",
                "path-with-a-secret",
                "header-with-a-secret",
                "cookie-with-a-secret",
                "$2a$",
                "$2b$",
                "Authorization: "));
        try (TomcatProcess tomcat = base.start()) {
            unspeakable.addAll(provoke(tomcat.client("")));
        }

        String logs = everyLog(base.directory().resolve("logs"));
        assertThat(logs).contains("/getemployeedetails").contains("Server startup");
        assertThat(unspeakable).allSatisfy(word -> assertThat(logs).doesNotContain(word));
    }

    /** Returns the session ids that this made. */
    private static List<String> provoke(Client client) {
        String session = client.login("general", PASSWORD, SECRET).sessionId();
        String stolen = client.login("general", PASSWORD, SECRET).sessionId();
        client.send(Request.get("/getemployeedetails?x=query-with-a-secret")
                .cookie(session)
                .secret(SECRET));
        client.send(Request.get("/getemployeedetails;y=path-with-a-secret")
                .cookie(session)
                .secret(SECRET));
        client.send(Request.get("/getemployeedetails?limit=query-with-a-secret")
                .cookie(session)
                .secret(SECRET));
        client.send(Request.get("/getemployeedetails?limit=%zz&%query-with-a-secret")
                .cookie(session)
                .secret(SECRET));
        client.send(Request.get("/getpaymentdetails").cookie(session).secret(SECRET));
        client.send(Request.get("/login").cookie(session).secret(SECRET + "\t"));
        client.send(Request.get("/login").cookie(session).secret(SECRET).secret(SECRET));
        client.send(Request.get("/getemployeedetails").cookie(stolen).secret("header-with-a-secret"));
        client.login("general", "wrong-password-typed", SECRET);
        client.send(Request.get("/login").secret(SECRET).header("Authorization", "Basic header-with-a-secret"));
        client.send(Request.get("/login").secret(SECRET).header("Authorization", "Bearer header-with-a-secret"));
        for (String cookie : new String[] {
            "cookie-with-a-secret",
            "Session_ID=\"cookie-with-a-secret",
            "Session_ID=cookie-with-a-secret\u0001",
            "a b=cookie-with-a-secret; Session_ID=cookie-with-a-secret \u00e9"
        }) {
            client.send(
                    Request.get("/getemployeedetails").header("Cookie", cookie).secret(SECRET));
        }
        for (String line : new String[] {
            "secretid header-with-a-secret", "secretid : header-with-a-secret", "se\u0001cretid: header-with-a-secret",
            ": header-with-a-secret", "secretid: header-with-a-\u0000secret", " header-with-a-secret"
        }) {
            client.send(Request.get("/getemployeedetails").line(line));
            client.send(Request.get("/getemployeedetails")
                    .line(line)
                    .header(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(("general:" + PASSWORD).getBytes())));
        }
        client.sendRaw("GET /query-with-a-secret{}|^ HTTP/1.1\r\nHost: x\r\n\r\n");
        client.sendRaw("G\u0001T /path-with-a-secret HTTP/1.1\r\nHost: x\r\n\r\n");
        client.sendRaw("GET /login HTTP/9.9\r\nHost: x\r\nsecretid: header-with-a-secret\r\n\r\n");
        client.send(Request.post("/logout").cookie(session).secret(SECRET));
        return List.of(session, stolen);
    }

    private static String everyLog(Path logs) throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(logs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
