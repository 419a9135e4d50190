package org.boundsession.bench;

import java.util.List;
import java.util.stream.IntStream;

/** One figure a round. */
record Series(List<Double> figures) {

    boolean isEmpty() {
        return figures.isEmpty();
    }

    double median() {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double greatest() {
        return figures.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** The ratios within the rounds; none where one of both was not measured. */
    Series over(Series other) {
        int rounds = Math.min(figures.size(), other.figures.size());
        return new Series(IntStream.range(0, rounds)
                .mapToObj(round -> figures.get(round) / other.figures.get(round))
                .toList());
    }
}
