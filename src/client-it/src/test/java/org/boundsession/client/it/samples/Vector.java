package org.boundsession.client.it.samples;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.boundsession.guide.Guide;

/**
 * A signed request of the guide's table.
 *
 * @param fields covered header fields, in their order
 */
record Vector(
        String method, String target, Map<String, String> fields, String created, String nonce, String signature) {

    static final String SECRET = value("S");
    static final String SESSION = value("session id, up to its first `.`");
    static final String KEYID = value("`keyid`");
    static final String KEY = value("K, hexadecimal");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (\\d) \\| `(\\w+)` \\| `([^`]+)` \\| `(\\d+)` \\| `([^`]+)` \\| `([^`]+)` \\|$");
    private static final Pattern FIELD = Pattern.compile("(?m)^\"([a-z-]+)\": (.*)$");
    /** Which of them covers header fields. */
    private static final String WITH_FIELDS = "5";

    static String guide() {
        return Guide.read(Path.of("src/docs/signing.md"));
    }

    /** Returns the signature bases that the guide shows, of the first vector and of the one with fields. */
    static List<String> bases() {
        return Guide.blocks("signing.md", "## Signature base", "text").stream()
                .filter(block -> block.startsWith("\"@method\""))
                .map(String::stripTrailing)
                .toList();
    }

    static List<Vector> all() {
        return ROW.matcher(guide()).results().map(Vector::of).toList();
    }

    private static Vector of(MatchResult row) {
        return new Vector(
                row.group(2),
                row.group(3),
                row.group(1).equals(WITH_FIELDS) ? fieldsOf(bases().get(1)) : Map.of(),
                row.group(4),
                row.group(5),
                row.group(6));
    }

    private static Map<String, String> fieldsOf(String base) {
        return FIELD.matcher(base)
                .results()
                .collect(Collectors.toMap(
                        field -> field.group(1), field -> field.group(2), (one, other) -> one, LinkedHashMap::new));
    }

    private static String value(String name) {
        return Pattern.compile("(?m)^\\| " + Pattern.quote(name) + " \\| `([^`]+)` \\|$")
                .matcher(guide())
                .results()
                .map(row -> row.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the guide has no " + name));
    }

    /**
     * Returns the fields as a program writes them down.
     *
     * @param format of name and value
     */
    String fields(String format, String separator) {
        return fields.entrySet().stream()
                .map(field -> format.formatted(field.getKey(), field.getValue()))
                .collect(Collectors.joining(separator));
    }
}
