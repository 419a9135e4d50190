package org.boundsession.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Redis Sentinel on a free port of 127.0.0.1: the operating system's Redis in another mode. */
public final class RedisSentinel implements AutoCloseable {

    private static final int MAX_POLLS = 600;

    private final Path home;
    private final int port;
    private final Process process;

    private RedisSentinel(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    static RedisSentinel start(String master, int masterPort, int downAfterMillis, List<String> more)
            throws IOException {
        Path home = Files.createTempDirectory("redis-sentinel");
        int port = TomcatProcess.freePort();
        List<String> lines = new ArrayList<>(List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir " + home,
                "sentinel monitor " + master + " 127.0.0.1 " + masterPort + " 2",
                "sentinel down-after-milliseconds " + master + " " + downAfterMillis,
                "sentinel failover-timeout " + master + " 5000"));
        lines.addAll(more);
        Path configuration = Files.write(home.resolve("sentinel.conf"), lines);
        Process process = new ProcessBuilder(Programs.command("redis-server"), configuration.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("redis.log").toFile())
                .start();
        return new RedisSentinel(home, port, process);
    }

    /** Waits until it has found the replicas and the other Sentinels. */
    void awaitOthers(int replicas, int sentinels) throws IOException {
        for (int i = 0; i < MAX_POLLS && process.isAlive(); i++) {
            List<String> known = Files.readAllLines(home.resolve("sentinel.conf"));
            if (count(known, "sentinel known-replica") == replicas
                    && count(known, "sentinel known-sentinel") == sentinels) {
                return;
            }
            pauseBriefly();
        }
        throw new IOException(Files.readString(home.resolve("redis.log")));
    }

    /** By its configuration, to which it writes each change before it tells clients. */
    boolean namesMaster(int masterPort) {
        return BaseFiles.read(home.resolve("sentinel.conf")).contains(" 127.0.0.1 " + masterPort + " 2\n");
    }

    private static long count(List<String> lines, String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).count();
    }

    private void pauseBriefly() {
        try {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void pause() {
        Signals.pause(process.pid());
    }

    public void resume() {
        Signals.resume(process.pid());
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
