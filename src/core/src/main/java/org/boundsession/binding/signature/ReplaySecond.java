package org.boundsession.binding.signature;

import java.util.concurrent.atomic.AtomicInteger;
import org.boundsession.binding.signature.Replays.Recorded;

/**
 * The fingerprints of the accepted signatures that were created in one second. Thread-safe. Its memory grows with their
 * number, 8 to 32 bytes for each.
 */
final class ReplaySecond {

    /** A power of 2. */
    private static final int PARTS = 16;

    private final long epochSecond;
    private final int capacity;
    private final AtomicInteger size = new AtomicInteger();
    private final Part[] parts = new Part[PARTS];

    /** @param capacity the maximum number of fingerprints */
    ReplaySecond(long epochSecond, int capacity) {
        this.epochSecond = epochSecond;
        this.capacity = capacity;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part();
        }
    }

    long epochSecond() {
        return epochSecond;
    }

    Recorded record(long fingerprint) {
        // 0 marks a free place in a part.
        return parts[(int) fingerprint & PARTS - 1].record(fingerprint == 0 ? PARTS : fingerprint);
    }

    /** Frees the memory. What is recorded later is too old. */
    void close() {
        for (Part part : parts) {
            part.close();
        }
    }

    private boolean isFull() {
        if (size.incrementAndGet() <= capacity) {
            return false;
        }
        size.decrementAndGet();
        return true;
    }

    /** A hash set of longs with open addressing and linear probing, at most half full. */
    private final class Part {

        private static final int INITIAL_PLACES = 8;

        private long[] places = new long[0];
        private int used;
        private boolean closed;

        synchronized Recorded record(long fingerprint) {
            if (closed) {
                return Recorded.TOO_OLD;
            }
            if (2 * used >= places.length) {
                grow();
            }
            int place = placeOf(fingerprint, places);
            if (places[place] != 0) {
                return Recorded.REPLAYED;
            }
            if (isFull()) {
                return Recorded.FULL;
            }
            places[place] = fingerprint;
            used++;
            return Recorded.FIRST;
        }

        private void grow() {
            long[] larger = new long[Math.max(INITIAL_PLACES, 2 * places.length)];
            for (long fingerprint : places) {
                if (fingerprint != 0) {
                    larger[placeOf(fingerprint, larger)] = fingerprint;
                }
            }
            places = larger;
        }

        /** Returns the place that holds the fingerprint, or the free one where it belongs. */
        private static int placeOf(long fingerprint, long[] places) {
            // The low bits have chosen the part.
            int place = (int) (fingerprint >>> 32) & places.length - 1;
            while (places[place] != 0 && places[place] != fingerprint) {
                place = place + 1 & places.length - 1;
            }
            return place;
        }

        synchronized void close() {
            closed = true;
            places = new long[0];
        }
    }
}
