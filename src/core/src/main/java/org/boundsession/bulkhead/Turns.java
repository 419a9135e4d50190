package org.boundsession.bulkhead;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue of callers that wait for a place, in classes by their standing (class-based queueing). Every second
 * turn goes to known callers; the others alternate between new callers and those with failed logins. An empty class
 * yields its turn to the others. So a flood from many addresses does not delay users who have logged in before. Not
 * thread-safe.
 */
final class Turns {

    /** Anybody can invent users, so most turns rotate among origins. */
    private static final int USERS_TURN = 4;

    /** Known users are real, and one of them may use many networks, so every second turn rotates among users. */
    private static final int KNOWN_USERS_TURN = 2;

    /** One caller in the queue; compared by identity. */
    static final class Turn {

        private final Caller caller;
        private final CountDownLatch granted;

        Turn(Caller caller, CountDownLatch granted) {
            this.caller = caller;
            this.granted = granted;
        }

        Caller caller() {
            return caller;
        }

        CountDownLatch granted() {
            return granted;
        }
    }

    private final ClassTurns known = new ClassTurns(KNOWN_USERS_TURN);
    private final ClassTurns fresh = new ClassTurns(USERS_TURN);
    private final ClassTurns failed = new ClassTurns(USERS_TURN);
    private final Alternation newcomers = new Alternation(fresh::poll, failed::poll);
    private final Alternation all = new Alternation(known::poll, newcomers::poll);

    void add(Turn turn) {
        ofClass(turn).add(turn);
    }

    /** Returns false if the turn is not in the queue. */
    boolean remove(Turn turn) {
        return ofClass(turn).remove(turn);
    }

    private ClassTurns ofClass(Turn turn) {
        return switch (turn.caller.standing()) {
            case KNOWN -> known;
            case NEW -> fresh;
            case FAILED -> failed;
        };
    }

    /** Removes and returns the next turn; null if the queue is empty. */
    @Nullable
    Turn poll() {
        return all.poll();
    }

    @FunctionalInterface
    private interface Source {
        @Nullable
        Turn poll();
    }

    /** Alternates between two sources; while one is empty, the other is served every time. */
    private static final class Alternation {

        private Source next;
        private Source last;

        Alternation(Source next, Source last) {
            this.next = next;
            this.last = last;
        }

        @Nullable
        Turn poll() {
            Turn turn = next.poll();
            if (turn == null) {
                return last.poll();
            }
            Source served = next;
            next = last;
            last = served;
            return turn;
        }
    }
}
