package org.boundsession.records;

/** Checks decimal numbers as databases write them. */
final class Decimals {

    private Decimals() {}

    /**
     * Returns whether the text is a plain JSON number (RFC 8259, section 6): no exponent, no plus sign, no leading
     * zeros.
     */
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
