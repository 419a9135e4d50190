package org.boundsession.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a URL's query. They are not parsed by the container, because containers differ in how they treat a
 * malformed query, and would read a body for parameters. Immutable.
 */
final class QueryString {

    private final List<String> pairs;

    QueryString(@Nullable String text) {
        pairs = text == null ? List.of() : Arrays.asList(text.split("&"));
    }

    /** Returns the values of a parameter, percent-decoded; an empty text for a value that is malformed. */
    List<String> values(String name) {
        return pairs.stream()
                .filter(pair -> pair.equals(name) || pair.startsWith(name + "="))
                .map(pair -> pair.substring(Math.min(pair.length(), name.length() + 1)))
                .map(QueryString::decode)
                .toList();
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
