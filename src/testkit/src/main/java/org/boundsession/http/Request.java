package org.boundsession.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A request, sent exactly as given. Immutable. */
public record Request(String method, String target, List<String> headerLines) {

    public static Request get(String target) {
        return of("GET", target);
    }

    public static Request post(String target) {
        return of("POST", target).header("Content-Length", "0");
    }

    public static Request of(String method, String target) {
        return new Request(method, target, List.of());
    }

    /** Adds a header; each char of the value is sent as one byte (ISO-8859-1). */
    public Request header(String name, String value) {
        return line(name + ": " + value);
    }

    public Request line(String line) {
        List<String> lines = new ArrayList<>(headerLines);
        lines.add(line);
        return new Request(method, target, List.copyOf(lines));
    }

    public Request secret(String secret) {
        return header("secretid", secret);
    }

    public Request cookie(String sessionId) {
        return header("Cookie", "Session_ID=" + sessionId);
    }

    public Request basic(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    byte[] bytes(String host, boolean keepAlive) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (headerLines.stream().noneMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5))) {
            text.append("Host: ").append(host).append("\r\n");
        }
        headerLines.forEach(line -> text.append(line).append("\r\n"));
        if (!keepAlive) {
            text.append("Connection: close\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
