package org.boundsession.records;

/**
 * The part of a query's rows to read.
 *
 * @param limit the maximum number of rows to read, 1 to {@value #MAX_LIMIT}
 * @param offset the number of rows to skip, from 0
 */
public record Page(int limit, int offset) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    /** @throws IllegalArgumentException for a number out of range, naming it */
    public Page {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT);
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset must not be negative");
        }
    }

    /** The first {@value #DEFAULT_LIMIT} rows. */
    public static Page first() {
        return new Page(DEFAULT_LIMIT, 0);
    }
}
