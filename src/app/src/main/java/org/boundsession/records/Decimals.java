package org.boundsession.records;

/** How databases write decimals. */
final class Decimals {

    private Decimals() {}

    /** Whether this is a plain number as JSON writes it already: no exponent, no sign but a minus, no needless zero. */
    static boolean isJson(String value) {
        int start = value.startsWith("-") ? 1 : 0;
        int point = endOfDigits(value, start);
        boolean needlessZero = value.startsWith("0", start) && point > start + 1;
        if (point == start || needlessZero) {
            return false;
        }
        return point == value.length()
                || value.charAt(point) == '.'
                        && point + 1 < value.length()
                        && endOfDigits(value, point + 1) == value.length();
    }

    private static int endOfDigits(String value, int start) {
        int end = start;
        while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
