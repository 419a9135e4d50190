package org.boundsession.audit;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Compares how much a file grows with how much was to be written to it. Thread-safe.
 *
 * <p>A handler may write on a thread of its own, so a line counts as missing only if the file has not grown for some looks
 * after it was expected. Other writers of the same file can hide missing lines, but not if its disk is full.
 */
final class FileGrowth {

    /** Looks without growth until a line counts as missing. */
    private static final int PATIENCE = 2;

    private final Supplier<Path> current;
    private Path path;
    private long base;
    private long lastSize;
    private long bytes;
    private long lines;
    private long markedBytes;
    private long markedLines;
    private int quietLooks;

    /** @param current the file of the day */
    FileGrowth(Supplier<Path> current) {
        this.current = current;
        path = current.get();
        lastSize = sizeOf(path);
        base = lastSize;
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }

    /** Before a line is given to the logger: afterwards it could be in the file and not yet be expected. */
    synchronized void expect(int lineBytes) {
        bytes += lineBytes;
        lines++;
    }

    /** The line did not get as far as the file. */
    synchronized void retract(int lineBytes) {
        bytes -= lineBytes;
        lines--;
    }

    /** Returns how many lines, about, are missing from the file, each one once. */
    long missing() {
        Path file = current.get();
        // The size first: a line that comes between is expected and not yet seen, never the other way round.
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
            return missingAfterPatience(size);
        }
    }

    private long missingAfterPatience(long size) {
        long missingBytes = markedBytes - (size - base);
        quietLooks++;
        if (quietLooks < PATIENCE || missingBytes <= 0) {
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

    /** From now on the lines expected so far are waited for. */
    private void markAll() {
        markedBytes = bytes;
        markedLines = lines;
        quietLooks = 0;
    }

    @Override
    public synchronized String toString() {
        return path.toString();
    }
}
