package org.boundsession.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The format of a setting: which texts are accepted, and their values.
 *
 * @param expectation completes "expected …"; empty if every text is accepted
 * @param parser returns the value; empty if the text is not accepted
 */
public record Format<T>(String expectation, Function<String, Optional<T>> parser) {

    public static final Format<String> TEXT = new Format<>("", Optional::of);
    public static final Format<Boolean> FLAG = new Format<>("true or false", Format::parseFlag);

    /** RFC 9110, section 5.6.2. */
    public static final Format<String> HEADER_NAME = matching("an HTTP header name", "[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** ASCII, because all databases index it, compare it exactly and count its characters in the same way. */
    public static final Format<String> APPLICATION_NAME =
            matching("1 to 255 printable ASCII characters", "[ -~]{1,255}");

    private static final int MIN_SECRET_BYTES = 32;

    public static final Format<List<byte[]>> SECRETS =
            new Format<>("keys of at least " + MIN_SECRET_BYTES + " bytes each, comma-separated", Format::parseSecrets);

    /** Names of kinds of binding. */
    public static final Format<List<String>> KINDS =
            list("names of kinds of binding, each once, comma-separated", ",", "[a-z0-9-]{1,32}");

    /** The root of an application as clients see it. */
    public static final Format<URI> ROOT_URL = new Format<>(
            "a URL http://host/path or https://host/path without a query",
            text -> parseUri(text).filter(Format::isRoot));

    /** RFC 6750, section 2.1. */
    public static final Format<String> TOKEN = matching(
            "at least 16 letters, digits and characters of -._~+/, perhaps with = at the end",
            "[A-Za-z0-9._~+/-]{16,}=*");

    public static Format<Integer> number(int min, int max) {
        return number("a whole number", min, max);
    }

    public static Format<Integer> bytes(int min, int max) {
        return number("a whole number of bytes", min, max);
    }

    public static Format<Duration> seconds(int min, int max) {
        return number("a whole number of seconds", min, max).map(Duration::ofSeconds);
    }

    public static Format<Duration> milliseconds(int min, int max) {
        return number("a whole number of milliseconds", min, max).map(Duration::ofMillis);
    }

    public static Format<String> oneOf(List<String> names) {
        int last = names.size() - 1;
        String expectation =
                last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
        return new Format<>(expectation, text -> Optional.of(text).filter(names::contains));
    }

    /**
     * @param separator between the elements; blanks around it are ignored
     * @param regex a regular expression that each element must match
     */
    public static Format<List<String>> list(String expectation, String separator, String regex) {
        Pattern element = Pattern.compile(regex);
        return new Format<>(
                expectation,
                text -> Optional.of(List.of(text.strip().split("\\s*" + separator + "\\s*", -1)))
                        .filter(list -> list.stream().allMatch(element.asMatchPredicate()))
                        .filter(list -> Set.copyOf(list).size() == list.size()));
    }

    private static Optional<URI> parseUri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isRoot(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    /** @param regex a regular expression that the whole text must match */
    public static Format<String> matching(String expectation, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new Format<>(expectation, text -> Optional.of(text).filter(pattern.asMatchPredicate()));
    }

    /** Returns the value of a text; empty if the text is not accepted. */
    public Optional<T> parse(String text) {
        return parser.apply(text);
    }

    /** Returns a format that accepts the same texts and converts their values. */
    public <R> Format<R> map(Function<T, R> mapper) {
        return new Format<>(expectation, text -> parse(text).map(mapper));
    }

    private static Format<Integer> number(String what, int min, int max) {
        String range = max == Integer.MAX_VALUE ? ", at least " + min : " from " + min + " to " + max;
        return new Format<>(what + range, text -> parseInt(text).filter(number -> number >= min && number <= max));
    }

    private static Optional<Integer> parseInt(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> parseFlag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<List<byte[]>> parseSecrets(String text) {
        List<byte[]> secrets = Arrays.stream(text.split(",", -1))
                .map(secret -> secret.strip().getBytes(StandardCharsets.UTF_8))
                .toList();
        return Optional.of(secrets).filter(all -> all.stream().allMatch(secret -> secret.length >= MIN_SECRET_BYTES));
    }
}
