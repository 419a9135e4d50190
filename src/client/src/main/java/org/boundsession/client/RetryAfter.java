package org.boundsession.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The time that a server asks a client to wait: {@code Retry-After} of a 429 or 503 (RFC 9110, section 10.2.3). */
final class RetryAfter {

    /** So that a server that says 0 is not asked in a loop. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private RetryAfter() {}

    /** Returns the wait, or empty if the answer does not state any. */
    static Optional<Duration> of(int status, HttpHeaders headers) {
        if (status != 429 && status != 503) {
            return Optional.empty();
        }
        // A date is compared with the server's own, because the clocks of client and server may differ.
        String value = headers.firstValue("Retry-After").orElse("").strip();
        try {
            Duration wait = SECONDS.matcher(value).matches()
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(date(headers, "Date"), date(headers, "Retry-After"));
            return Optional.of(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait);
        } catch (DateTimeException e) {
            // A malformed date is no date (RFC 9110, section 5.6.7).
            return Optional.empty();
        }
    }

    /** @throws DateTimeException if the header has no date */
    static Instant date(HttpHeaders headers, String name) {
        String value = headers.firstValue(name).orElse("").strip();
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
    }
}
