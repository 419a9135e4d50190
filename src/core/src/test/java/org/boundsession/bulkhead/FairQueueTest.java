package org.boundsession.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void letsGroupsTakeTurnsAndKeepsOrderWithinGroup() {
        add("a", "x", "1");
        add("a", "x", "2");
        add("a", "x", "3");
        add("b", "y", "4");
        add("c", "z", "5");
        add("c", "z", "6");

        assertThat(drained()).containsExactly("1", "4", "5", "2", "6", "3");
    }

    @Test
    void letsInnerGroupsTakeTurnsWithinTheirOuterGroup() {
        add("a", "x", "1");
        add("a", "x", "2");
        add("a", "y", "3");
        add("b", "z", "4");

        assertThat(drained()).containsExactly("1", "4", "3", "2");
    }

    @Test
    void givesNewGroupItsTurnAfterOneOfEachOther() {
        for (int i = 0; i < 100; i++) {
            add("flood", "user" + i, "flood" + i);
        }
        queue.poll();
        add("victim", "user", "victim");

        assertThat(List.of(queue.poll(), queue.poll())).contains("victim");
    }

    @Test
    void forgetsGroupsThatAreEmpty() {
        add("a", "x", "1");

        assertThat(queue.remove(List.of("a", "y"), "1")).isFalse();
        assertThat(queue.remove(List.of("a", "x"), "1")).isTrue();
        assertThat(queue.remove(List.of("a", "x"), "1")).isFalse();
        assertThat(queue.poll()).isNull();
        assertThat(queue.sizeOf(List.of("a"))).isZero();
        assertThat(queue.size()).isZero();
    }

    @Test
    void displacesNewestOfLongestGroup() {
        add("a", "x", "1");
        add("a", "x", "2");
        add("a", "y", "3");
        add("b", "z", "4");

        assertThat(queue.displacedBy(List.of("c", "x"))).isEqualTo("2");
        assertThat(queue.displacedBy(List.of("b", "z"))).isEqualTo("2");
    }

    @Test
    void displacesNothingForTheLongestGroupItself() {
        add("a", "x", "1");
        add("a", "y", "2");
        add("b", "z", "3");

        assertThat(queue.displacedBy(List.of("a", "x"))).isNull();
    }

    @Test
    void displacesNothingOfGroupThatWouldBeTheShorterOne() {
        add("a", "x", "1");
        add("b", "y", "2");

        assertThat(queue.displacedBy(List.of("c", "z"))).as("one against none").isNull();
    }

    @Test
    void displacesWithinGroupOfCaller() {
        add("a", "x", "1");
        add("a", "x", "2");
        add("a", "y", "3");

        assertThat(queue.displacedBy(List.of("a", "z"), 1)).isEqualTo("2");
        assertThat(queue.displacedBy(List.of("b", "z"), 1)).isNull();
    }

    @Test
    void countsWhatIsInAGroup() {
        add("a", "x", "1");
        add("a", "y", "2");
        add("b", "x", "3");

        assertThat(queue.sizeOf(List.of())).isEqualTo(3);
        assertThat(queue.sizeOf(List.of("a"))).isEqualTo(2);
        assertThat(queue.sizeOf(List.of("a", "x"))).isEqualTo(1);
        assertThat(queue.sizeOf(List.of("a", "z"))).isZero();
    }

    private void add(String outer, String inner, String item) {
        queue.add(List.of(outer, inner), item);
    }

    private List<String> drained() {
        List<String> items = new ArrayList<>();
        for (String item = queue.poll(); item != null; item = queue.poll()) {
            items.add(item);
        }
        return items;
    }
}
