package org.boundsession.audit;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Compares the growth of a file with the bytes that should have been written to it. Thread-safe.
 *
 * <p>A handler may write asynchronously, so a line counts as missing only if the file has not grown for several checks
 * after it was expected. Other writers of the same file can hide missing lines, but not if the disk is full.
 */
final class FileGrowth {

    /** Checks without growth until a line counts as missing. */
    private static final int MAX_QUIET_CHECKS = 2;

    private final Supplier<Path> current;
    private Path path;
    private long base;
    private long lastSize;
    private long bytes;
    private long lines;
    private long markedBytes;
    private long markedLines;
    private int quietChecks;

    /** @param current supplies the current file, whose name may change each day */
    FileGrowth(Supplier<Path> current) {
        this.current = current;
        path = current.get();
        lastSize = sizeOf(path);
        base = lastSize;
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }

    /** Must be called before a line is logged; otherwise the line could be in the file before it is expected. */
    synchronized void expect(int lineBytes) {
        bytes += lineBytes;
        lines++;
    }

    /** Must be called if logging the line has failed. */
    synchronized void retract(int lineBytes) {
        bytes -= lineBytes;
        lines--;
    }

    /** Returns the approximate number of lines that are missing from the file; each one is counted once. */
    long missing() {
        Path file = current.get();
        // Reads the size first: a concurrent line is then expected but not yet in the file, never the other way round.
        long size = sizeOf(file);
        synchronized (this) {
            boolean isOther = !file.equals(path) || size < lastSize;
            boolean hasGrown = size > lastSize;
            path = file;
            lastSize = size;
            if (isOther || size - base >= bytes) {
                startAt(size, 0, 0);
                return 0;
            }
            if (hasGrown || markedBytes == 0) {
                markAll();
                return 0;
            }
            return missingAfterQuietChecks(size);
        }
    }

    private long missingAfterQuietChecks(long size) {
        long missingBytes = markedBytes - (size - base);
        quietChecks++;
        if (quietChecks < MAX_QUIET_CHECKS || missingBytes <= 0) {
            return 0;
        }
        long missing = (markedLines * missingBytes + markedBytes - 1) / markedBytes;
        startAt(size, bytes - markedBytes, lines - markedLines);
        return missing;
    }

    private void startAt(long size, long expectedBytes, long expectedLines) {
        base = size;
        bytes = expectedBytes;
        lines = expectedLines;
        markAll();
    }

    /** Marks the lines that are expected so far; the next checks wait for these. */
    private void markAll() {
        markedBytes = bytes;
        markedLines = lines;
        quietChecks = 0;
    }

    @Override
    public synchronized String toString() {
        return path.toString();
    }
}
