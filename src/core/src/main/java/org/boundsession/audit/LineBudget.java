package org.boundsession.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The number of lines that may still be written in a minute, in total and for each holder of a share. Not thread-safe.
 *
 * <p>Only a written line takes from a share, so the number of counters is bounded by the number of lines.
 */
final class LineBudget {

    private final int lines;
    private final Map<Share, Integer> spentByShare = new HashMap<>();
    private int spent;

    LineBudget(int lines) {
        this.lines = lines;
    }

    /** Returns whether the line may be written; if so, it is taken from all its shares. */
    boolean spend(List<Share> shares) {
        if (spent >= lines || shares.stream().anyMatch(this::isUsedUp)) {
            return false;
        }
        spent++;
        shares.forEach(share -> spentByShare.merge(share, 1, Integer::sum));
        return true;
    }

    private boolean isUsedUp(Share share) {
        return spentByShare.getOrDefault(share, 0) >= share.lines();
    }

    void reset() {
        spent = 0;
        spentByShare.clear();
    }
}
