package org.boundsession.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Calls from threads of this JVM, one for each connection. At a given rate each call has its time, and its latency counts
 * from then, whether or not the one before has been answered: a server that stalls cannot hide it (coordinated omission).
 */
final class SocketLoad implements Load {

    private static final double AS_FAST_AS_IT_GOES = 0;

    @Override
    public Measured run(int port, List<Call> calls, int connections, Duration duration) throws IOException {
        return run(port, calls, connections, duration, AS_FAST_AS_IT_GOES);
    }

    /** @param rate calls a second, of all connections together */
    Measured runAt(double rate, int port, List<Call> calls, int connections, Duration duration) throws IOException {
        return run(port, calls, connections, duration, rate);
    }

    private static Measured run(int port, List<Call> calls, int connections, Duration duration, double rate)
            throws IOException {
        List<byte[]> requests = calls.stream().map(call -> call.bytes(port)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long start = System.nanoTime();
            List<Future<Client>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long interval = rate == AS_FAST_AS_IT_GOES ? 0 : (long) (connections * 1e9 / rate);
                Client client = new Client(port, requests, start + i * interval / connections, interval);
                running.add(threads.submit(() -> client.runUntil(start + duration.toNanos())));
            }
            return collect(running, start);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Measured collect(List<Future<Client>> running, long start) throws IOException {
        Histogram latencies = new Histogram(3);
        long failures = 0;
        for (Future<Client> future : running) {
            Client client = get(future);
            latencies.add(client.latencies);
            failures += client.failures;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(
                latencies.getTotalCount(),
                latencies.getTotalCount() / seconds,
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                failures);
    }

    private static Client get(Future<Client> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public String version() {
        return "sockets of a JVM, HdrHistogram";
    }

    /** One connection's thread. */
    private static final class Client {
        private final Histogram latencies = new Histogram(3);
        private final int port;
        private final List<byte[]> requests;
        private final long interval;
        private long due;
        private long failures;

        private Client(int port, List<byte[]> requests, long firstDue, long interval) {
            this.port = port;
            this.requests = requests;
            this.due = firstDue;
            this.interval = interval;
        }

        private Client runUntil(long end) throws IOException {
            try (HttpConnection connection = new HttpConnection(port)) {
                while (System.nanoTime() < end) {
                    long start = awaitTurn();
                    byte[] request = requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
                    if (connection.send(request).status() != 200) {
                        failures++;
                    }
                    latencies.recordValue(System.nanoTime() - start);
                }
            }
            return this;
        }

        private long awaitTurn() {
            if (interval == 0) {
                return System.nanoTime();
            }
            long turn = due;
            due += interval;
            for (long wait = turn - System.nanoTime(); wait > 0; wait = turn - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            return turn;
        }
    }
}
