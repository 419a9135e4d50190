package org.boundsession.web;

import java.time.Duration;

/** Formats a duration in words, in the largest unit of which it is a whole number. */
final class InWords {

    private InWords() {}

    static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 3600 == 0) {
            return count(seconds / 3600, "hour");
        }
        return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
