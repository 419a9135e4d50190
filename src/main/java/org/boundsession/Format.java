package org.boundsession;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The texts that a setting accepts, and the value that each stands for.
 *
 * @param expectation completes "expected …"; empty if every text is accepted
 * @param parser returns empty for a text that is not accepted
 */
record Format<T>(String expectation, Function<String, Optional<T>> parser) {

    static final Format<String> TEXT = new Format<>("", Optional::of);
    static final Format<Boolean> FLAG = new Format<>("true or false", Format::parseFlag);

    /** RFC 9110, section 5.6.2. */
    static final Format<String> HEADER_NAME = matching("an HTTP header name", "[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** ASCII, so that each database can index it, compares it exactly and counts its characters alike. */
    static final Format<String> APPLICATION_NAME = matching("1 to 255 printable ASCII characters", "[ -~]{1,255}");

    static final Format<String> JDBC_URL = matching("a URL that begins with jdbc:", "(?s)jdbc:.*");
    static final Format<URI> REDIS_URI = new Format<>("redis://host:port or rediss://host:port", Format::parseRedisUri);

    private static final int MIN_SECRET_BYTES = 32;

    static final Format<List<byte[]>> SECRETS =
            new Format<>("keys of at least " + MIN_SECRET_BYTES + " bytes each, comma-separated", Format::parseSecrets);

    static Format<Integer> number(int min, int max) {
        return number("a whole number", min, max);
    }

    static Format<Integer> bytes(int min, int max) {
        return number("a whole number of bytes", min, max);
    }

    static Format<Duration> seconds(int min, int max) {
        return number("a whole number of seconds", min, max).map(seconds -> Duration.ofSeconds(seconds));
    }

    static Format<Duration> milliseconds(int min, int max) {
        return number("a whole number of milliseconds", min, max).map(millis -> Duration.ofMillis(millis));
    }

    /** The names of an enum's constants in lower case. */
    static <E extends Enum<E>> Format<E> oneOf(Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        int last = names.size() - 1;
        return new Format<>(
                String.join(", ", names.subList(0, last)) + " or " + names.get(last),
                text -> names.contains(text)
                        ? Optional.of(Enum.valueOf(type, text.toUpperCase(Locale.ROOT)))
                        : Optional.empty());
    }

    Optional<T> parse(String text) {
        return parser.apply(text);
    }

    <R> Format<R> map(Function<T, R> mapper) {
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

    private static Format<String> matching(String expectation, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new Format<>(expectation, text -> Optional.of(text).filter(pattern.asMatchPredicate()));
    }

    private static Optional<URI> parseRedisUri(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(uri -> uri.getHost() != null)
                    .filter(uri -> "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()));
        } catch (URISyntaxException notAUri) {
            return Optional.empty();
        }
    }

    private static Optional<List<byte[]>> parseSecrets(String text) {
        List<byte[]> secrets = Arrays.stream(text.split(",", -1))
                .map(secret -> secret.strip().getBytes(StandardCharsets.UTF_8))
                .toList();
        return Optional.of(secrets).filter(all -> all.stream().allMatch(secret -> secret.length >= MIN_SECRET_BYTES));
    }
}
