package org.boundsession.web;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Timestamps in answers. */
final class Iso8601 {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Iso8601() {}

    /** In UTC, with three digits of a second's fraction even if they are zero. */
    static String of(Instant time) {
        return MILLISECONDS.format(time);
    }
}
