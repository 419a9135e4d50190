package org.boundsession.binding;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Callers in line for a place. Their origins take turns, so that the invented users of one address are one in line; each
 * fourth time their users do, so that one user at many addresses is one in line, too. Whoever has a turn leaves it to a caller of the same user that has a
 * better standing. Not thread-safe.
 */
final class Turns {

    private static final int USERS_TURN = 4;

    /** One caller in line; compared by identity. */
    static final class Turn {

        private final Caller caller;
        private final CountDownLatch granted;

        Turn(Caller caller, CountDownLatch granted) {
            this.caller = caller;
            this.granted = granted;
        }

        CountDownLatch granted() {
            return granted;
        }
    }

    private final FairQueue<Turn> byOrigin = new FairQueue<>();
    private final UserQueue<Turn> byUser = new UserQueue<>();
    private int polls;

    void add(Turn turn) {
        byOrigin.add(turn.caller.byOrigin(), turn);
        byUser.add(turn.caller, turn);
    }

    /** Returns false if it is not in line. */
    boolean remove(Turn turn) {
        byUser.remove(turn.caller, turn);
        return byOrigin.remove(turn.caller.byOrigin(), turn);
    }

    /** Null if no turn waits. */
    @Nullable
    Turn poll() {
        if (byOrigin.size() == 0) {
            return null;
        }
        polls++;
        Turn turn = polls % USERS_TURN == 0 ? byUser.poll() : pollByOrigin();
        if (turn != null) {
            remove(turn);
        }
        return turn;
    }

    private @Nullable Turn pollByOrigin() {
        Turn turn = byOrigin.poll();
        Turn better = turn == null ? null : byUser.pollBetterThan(turn.caller);
        if (turn == null || better == null) {
            return turn;
        }
        byOrigin.add(turn.caller.byOrigin(), turn);
        return better;
    }
}
