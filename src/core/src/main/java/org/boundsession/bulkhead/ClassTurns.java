package org.boundsession.bulkhead;

import org.boundsession.bulkhead.Turns.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue of the callers of one standing. Most turns rotate among origins (round-robin), so that one address
 * gains nothing by inventing users. Every n-th turn rotates among users, so that one user gains nothing by using many
 * addresses. Not thread-safe.
 */
final class ClassTurns {

    private final FairQueue<Turn> byOrigin = new FairQueue<>();
    private final FairQueue<Turn> byUser = new FairQueue<>();
    private final int usersTurn;
    private int polls;

    /** @param usersTurn every turn with a multiple of this number rotates among users */
    ClassTurns(int usersTurn) {
        this.usersTurn = usersTurn;
    }

    void add(Turn turn) {
        byOrigin.add(turn.caller().byOrigin(), turn);
        byUser.add(turn.caller().byUser(), turn);
    }

    /** Returns false if the turn is not in the queue. */
    boolean remove(Turn turn) {
        byUser.remove(turn.caller().byUser(), turn);
        return byOrigin.remove(turn.caller().byOrigin(), turn);
    }

    /** Removes and returns the next turn; null if the queue is empty. */
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
