package org.boundsession.it.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sessions that random clients share: those they believe to be live, and some that have ended. Thread-safe. */
final class SessionPool {

    private static final int MAX_ENDED = 32;

    private final List<KnownSession> live = new ArrayList<>();
    private final Deque<KnownSession> ended = new ArrayDeque<>();

    synchronized int size() {
        return live.size();
    }

    synchronized void add(KnownSession session) {
        live.add(session);
    }

    synchronized void end(KnownSession session) {
        if (live.remove(session)) {
            ended.addFirst(session);
            if (ended.size() > MAX_ENDED) {
                ended.removeLast();
            }
        }
    }

    synchronized Optional<KnownSession> anyLive(RandomGenerator random) {
        return live.isEmpty() ? Optional.empty() : Optional.of(live.get(random.nextInt(live.size())));
    }

    synchronized Optional<KnownSession> anyEnded(RandomGenerator random) {
        return ended.stream()
                .skip(ended.isEmpty() ? 0 : random.nextInt(ended.size()))
                .findFirst();
    }
}
