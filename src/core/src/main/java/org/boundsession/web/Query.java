package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string, each of which may appear once. They are not parsed by the container, because containers
 * differ in how they treat a query that is malformed elsewhere, and some would read the body.
 */
final class Query {

    private static final int MAX_DIGITS = 9;

    private final List<String> pairs;

    private Query(@Nullable String queryString) {
        pairs = queryString == null ? List.of() : Arrays.asList(queryString.split("&"));
    }

    static Query of(HttpServletRequest request) {
        return new Query(request.getQueryString());
    }

    /** Thrown for a parameter that is malformed, empty, repeated or out of range; becomes 400. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        /** @param message names the parameter and what is expected, never the value */
        MalformedException(String message) {
            super(message);
        }

        Refusal refusal() {
            return Refusal.of(400, "parameter_malformed", String.valueOf(getMessage()));
        }
    }

    /** Returns the decoded value; empty if the parameter is absent. */
    Optional<String> text(String name) throws MalformedException {
        List<String> values = pairs.stream()
                .filter(pair -> pair.equals(name) || pair.startsWith(name + "="))
                .toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || values.get(0).length() <= name.length() + 1) {
            throw new MalformedException(name + " must have one value");
        }
        return Optional.of(decode(name, values.get(0).substring(name.length() + 1)));
    }

    private static String decode(String name, String encoded) throws MalformedException {
        try {
            // Bytes first, because URLDecoder would replace those that are no UTF-8: another user's name may be left.
            byte[] bytes = URLDecoder.decode(requireAscii(encoded), StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            throw new MalformedException(name + " must be percent-encoded UTF-8");
        }
    }

    private static String requireAscii(String encoded) {
        if (encoded.chars().anyMatch(c -> c > 0x7F)) {
            throw new IllegalArgumentException("not percent-encoded");
        }
        return encoded;
    }

    int number(String name, int min, int max, int defaultValue) throws MalformedException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        return parse(text.get()).stream()
                .filter(number -> number >= min && number <= max)
                .findFirst()
                .orElseThrow(() -> new MalformedException(name + " must be a number from " + min + " to " + max));
    }

    private static OptionalInt parse(String text) {
        boolean plain =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Refuses other parameters: a misspelt one would widen a request that ends sessions. */
    void requireOnly(Set<String> known) throws MalformedException {
        for (String pair : pairs) {
            if (!pair.isEmpty() && !known.contains(pair.split("=", 2)[0])) {
                throw new MalformedException("expected no other parameter than "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }
}
