package org.boundsession.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class OwnThreadsTest {

    private final OwnThreads threads = new OwnThreads("own");

    @Test
    void makesDaemonsOfTheApplicationsClassLoader() {
        Thread thread = threads.newThread(() -> {});

        assertThat(thread.getName()).isEqualTo("own");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isSameAs(OwnThreads.class.getClassLoader());
        assertThat(threads.join()).as("one that never started").isTrue();
    }

    @Test
    void keepsInheritableThreadLocalsOut() throws InterruptedException {
        InheritableThreadLocal<String> ofRequest = new InheritableThreadLocal<>();
        ofRequest.set("a user's name");
        CountDownLatch without = new CountDownLatch(1);

        threads.start(() -> {
            if (ofRequest.get() == null) {
                without.countDown();
            }
        });
        assertThat(threads.join()).isTrue();

        assertThat(without.getCount()).isZero();
        ofRequest.remove();
    }

    /** An executor calls itself terminated a moment before: that takes repetitions to see. */
    @RepeatedTest(50)
    void returnsWhenTheLastThreadHasEnded() {
        ExecutorService executor = Executors.newFixedThreadPool(4, threads);
        Thread[] made = new Thread[4];
        for (int i = 0; i < made.length; i++) {
            int index = i;
            executor.execute(() -> made[index] = Thread.currentThread());
        }
        executor.shutdown();

        assertThat(threads.join()).isTrue();

        assertThat(made).noneMatch(Thread::isAlive);
    }

    @Test
    void joinsThreadsOfAnotherFactory() {
        Thread thread = threads.owning(Thread::new).newThread(() -> {});
        thread.start();

        assertThat(threads.join()).isTrue();

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void givesUpWhenInterrupted() {
        CountDownLatch end = new CountDownLatch(1);
        threads.start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.currentThread().interrupt();

        assertThat(threads.join()).isFalse();

        assertThat(Thread.interrupted()).isTrue();
        end.countDown();
        assertThat(threads.join()).isTrue();
    }
}
