package org.boundsession.client;

import java.util.ArrayList;
import java.util.List;

/** An answer of the {@link ProtocolServer}. Immutable. */
record Reply(int status, List<String> headerLines, String body) {

    static Reply of(int status, String code) {
        return new Reply(
                status, List.of("Content-Type: application/json"), "{\"code\":\"" + code + "\",\"message\":\"\"}");
    }

    /** @param member another member of the body */
    static Reply of(int status, String code, String member) {
        return new Reply(status, of(status, code).headerLines(), "{\"code\":\"" + code + "\"," + member + "}");
    }

    static Reply ok(String body) {
        return new Reply(200, List.of(), body);
    }

    Reply header(String name, String value) {
        List<String> lines = new ArrayList<>(headerLines);
        lines.add(name + ": " + value);
        return new Reply(status, List.copyOf(lines), body);
    }

    Reply without(String name) {
        return new Reply(
                status,
                headerLines.stream()
                        .filter(line -> !line.startsWith(name + ":"))
                        .toList(),
                body);
    }
}
