package org.boundsession.records.web;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in a query string. They are not parsed by the container, because containers differ in how they treat a
 * query that is malformed elsewhere.
 */
final class QueryParameters {

    private static final int MAX_DIGITS = 10;

    private final List<String> pairs;

    QueryParameters(@Nullable String queryString) {
        pairs = queryString == null ? List.of() : Arrays.asList(queryString.split("&"));
    }

    /**
     * Returns the number with this name, or the default if it is absent; empty if it is malformed, repeated or out of
     * range.
     */
    OptionalInt number(String name, int min, int max, int defaultValue) {
        List<String> values = pairs.stream()
                .filter(pair -> pair.equals(name) || pair.startsWith(name + "="))
                .toList();
        if (values.isEmpty()) {
            return OptionalInt.of(defaultValue);
        }
        if (values.size() > 1 || values.get(0).length() <= name.length()) {
            return OptionalInt.empty();
        }
        return parse(values.get(0).substring(name.length() + 1), min, max);
    }

    private static OptionalInt parse(String digits, int min, int max) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain) {
            return OptionalInt.empty();
        }
        long number = Long.parseLong(digits);
        return number < min || number > max ? OptionalInt.empty() : OptionalInt.of((int) number);
    }
}
