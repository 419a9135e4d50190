package org.boundsession.binding.signature;

/** Remembers verified signatures, so that none is accepted twice. Thread-safe. */
public interface Replays {

    /** What recording a signature has found. */
    enum Recorded {
        /** The signature is new. */
        FIRST,
        /** The signature was recorded before. */
        REPLAYED,
        /** The signature is so old that it cannot be told whether it was recorded. */
        TOO_OLD,
        /** There is no room: nothing is known, and nothing was recorded. */
        FULL
    }

    /**
     * Records a signature that was verified.
     *
     * @param mac the signature, 32 bytes
     * @param created when it was made, in epoch seconds, within the window
     */
    Recorded record(byte[] mac, long created);

    /** Forgets signatures whose window has passed. Called periodically. */
    default void removeExpired() {}
}
