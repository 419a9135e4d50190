package org.boundsession.web;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Formats the timestamps in responses. */
final class Iso8601 {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Iso8601() {}

    /** Formats a time in UTC with milliseconds, even if they are zero. */
    static String of(Instant time) {
        return MILLISECONDS.format(time);
    }
}
