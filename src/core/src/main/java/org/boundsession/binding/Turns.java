package org.boundsession.binding;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue of callers that wait for a place, in classes by their standing (class-based queueing): every second turn goes
 * to known callers, and the others alternate between new ones and those from where logins have failed. A class that is empty
 * leaves its turn to the others, so a flood from many addresses does not delay users who have logged in before. Not
 * thread-safe.
 */
final class Turns {

    /** Anybody can invent users, so most turns go by origin. */
    private static final int USERS_TURN = 4;

    /** Known users are real, and one of them may have many networks. */
    private static final int KNOWN_USERS_TURN = 2;

    /** One caller in line; compared by identity. */
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

    /** Returns false if it is not in line. */
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

    /** Null if no turn waits. */
    @Nullable
    Turn poll() {
        return all.poll();
    }

    @FunctionalInterface
    private interface Source {
        @Nullable
        Turn poll();
    }

    /** Two sources that alternate; while one is empty, the other goes on. */
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
