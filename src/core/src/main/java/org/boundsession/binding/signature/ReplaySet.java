package org.boundsession.binding.signature;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.boundsession.concurrent.OnceAMinute;
import org.jspecify.annotations.Nullable;

/**
 * The signatures that this node has accepted within the window, in memory. Thread-safe; threads lock one of many parts
 * of the set for some nanoseconds.
 *
 * <p>There is one {@link ReplaySecond} for each second in which a signature may have been created. A place in the ring
 * is taken over by later seconds only, and a signature of an earlier second is refused then, so that neither a slow
 * thread nor a clock that is set back makes the set forget. Signatures from before the start of this set are refused,
 * because the process before may have accepted them. This does not cover a client whose clock is ahead by more than the
 * restart took.
 */
public final class ReplaySet implements Replays {

    private static final Logger LOG = System.getLogger(ReplaySet.class.getName());

    private final AtomicReferenceArray<@Nullable ReplaySecond> ring;
    private final long start;
    private final int windowSeconds;
    private final int capacity;
    private final Clock clock;
    private final OnceAMinute warning = new OnceAMinute();

    /**
     * @param windowSeconds for how many seconds a signature is accepted
     * @param capacity the maximum number of signatures of one second
     * @param clock the time of day
     */
    public ReplaySet(int windowSeconds, int capacity, Clock clock) {
        this.windowSeconds = windowSeconds;
        this.capacity = capacity;
        this.clock = clock;
        this.start = Math.floorDiv(clock.millis(), 1000);
        this.ring = new AtomicReferenceArray<>(windowSeconds + ProofWindow.AHEAD_SECONDS + 2);
    }

    @Override
    public Recorded record(byte[] mac, long created) {
        if (created < start) {
            return tooOld(start);
        }
        int place = (int) (created % ring.length());
        ReplaySecond second = ring.get(place);
        while (second == null || second.epochSecond() < created) {
            ReplaySecond fresh = new ReplaySecond(created, capacity);
            second = ring.compareAndSet(place, second, fresh) ? fresh : ring.get(place);
        }
        // The signature is its own fingerprint: it covers the time and the nonce.
        return second.epochSecond() == created
                ? second.record(ByteBuffer.wrap(mac).getLong())
                : tooOld(second.epochSecond());
    }

    /** @param known a second in the past, unless the clock was set back */
    private Recorded tooOld(long known) {
        if (known > now() + ProofWindow.AHEAD_SECONDS && warning.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "Signed requests are refused as expired, because the clock of this node was set back. They are accepted"
                            + " when the clock shows the former time again, or after a restart");
        }
        return Recorded.TOO_OLD;
    }

    private long now() {
        return Math.floorDiv(clock.millis(), 1000);
    }

    @Override
    public void removeExpired() {
        long oldest = now() - windowSeconds;
        for (int place = 0; place < ring.length(); place++) {
            ReplaySecond second = ring.get(place);
            if (second != null && second.epochSecond() < oldest) {
                second.close();
            }
        }
    }

    @Override
    public String toString() {
        return "ReplaySet";
    }
}
