package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.junit.jupiter.api.Test;

/**
 * All log messages of the product at every level, and those of Tomcat with the shipped tomcat-conf, whose loggers are
 * forced to print each case and not only the first of a day.
 */
class LogSecrecyIT {

    private static final String SECRET = "a-secret-that-no-log-may-show";
    private static final String PASSWORD = "general-password";
    private static final int MISMATCHES = 12;

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
            unspeakable.addAll(provokeBySignatures(tomcat.client("")));
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

    /** Returns what a client that signs must keep to itself, and each signature that it has sent. */
    private static List<String> provokeBySignatures(Client client) {
        SignedSession session = SignedSession.open(client);
        byte[] key = session.signer().key();
        List<String> unspeakable = new ArrayList<>(List.of(
                session.id(),
                session.secret(),
                Base64.getEncoder().withoutPadding().encodeToString(key),
                Base64.getUrlEncoder().withoutPadding().encodeToString(key),
                HexFormat.of().formatHex(key),
                "nonce-with-a-secret",
                "{signature}"));
        UnsignedRequest good = session.proof();
        for (Proof proof : List.of(
                good.sign(),
                good.sign(),
                good.nonce("nonce-with-a-secret").sign(),
                good.nonce("nonce-with-a-secret").sign().alterInput(input -> input + ";x=\"header-with-a-secret\""),
                good.nonce("nonce-with-a-secret").sign().alterSignature(signature -> "bs=:header-with-a-secret:"),
                good.value("@method", "PUT").sign(),
                good.value("@path", "/path-with-a-secret").sign(),
                good.keyid("header-with-a-secret").sign(),
                good.created(1).sign(),
                good.field("X-Secret", "header-with-a-secret").sign())) {
            session.call(proof);
            unspeakable.add(proof.mac());
        }
        for (int i = 0; i < MISMATCHES; i++) {
            Proof wrong =
                    session.proof().value("@query", "?query-with-a-secret").sign();
            session.call(wrong);
            unspeakable.add(wrong.mac());
        }
        client.send(SignedSession.login("general", "x").header("binding", "header-with-a-secret"));
        client.send(SignedSession.login("general", SECRET).header("binding", "header-with-a-secret"));
        return unspeakable.stream().filter(word -> word.length() > 3).toList();
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
