package org.boundsession.binding;

import org.boundsession.binding.Turns.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue of callers of one standing. Origins take turns, so that the invented users of one address share one turn; some
 * turns go by user, so that one user at many addresses has one turn, too. Not thread-safe.
 */
final class ClassTurns {

    private final FairQueue<Turn> byOrigin = new FairQueue<>();
    private final FairQueue<Turn> byUser = new FairQueue<>();
    private final int usersTurn;
    private int polls;

    /** @param usersTurn each turn of this number goes by user */
    ClassTurns(int usersTurn) {
        this.usersTurn = usersTurn;
    }

    void add(Turn turn) {
        byOrigin.add(turn.caller().byOrigin(), turn);
        byUser.add(turn.caller().byUser(), turn);
    }

    /** Returns false if it is not in line. */
    boolean remove(Turn turn) {
        byUser.remove(turn.caller().byUser(), turn);
        return byOrigin.remove(turn.caller().byOrigin(), turn);
    }

    /** Null if no turn waits. */
    @Nullable
    Turn poll() {
        if (byOrigin.size() == 0) {
            return null;
        }
        polls++;
        Turn turn = polls % usersTurn == 0 ? byUser.poll() : byOrigin.poll();
        if (turn != null) {
            remove(turn);
        }
        return turn;
    }
}
