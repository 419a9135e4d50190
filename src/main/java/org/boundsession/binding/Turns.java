package org.boundsession.binding;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue of callers that wait for a place. Origins take turns, so that the invented users of one address share one
 * turn; each fourth turn goes by user, so that one user at many addresses has one turn, too. A caller leaves its turn to
 * one of the same user that has a better standing. Not thread-safe.
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
