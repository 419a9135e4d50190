package org.boundsession.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A GET that is sent again and again. */
record Call(String path, List<String> headers) {

    static final String SECRET = "my-own-secret-1";

    static Call guarded(String cookie) {
        return bound("/guarded", cookie);
    }

    static Call bound(String path, String cookie) {
        return new Call(path, List.of("Cookie: " + cookie, "secretid: " + SECRET));
    }

    static Call login() {
        return login("general");
    }

    /** The user's password is the name followed by "-password". */
    static Call login(String user) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + user + "-password").getBytes(StandardCharsets.UTF_8));
        return new Call("/login", List.of("Authorization: Basic " + credentials, "secretid: " + SECRET));
    }

    static Call loginAgain(String cookie) {
        return new Call("/login", List.of("Cookie: " + cookie, "secretid: " + SECRET));
    }

    byte[] bytes(int port) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
