package org.boundsession.servers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A Redis master with one replica, and three Sentinels that replace the master by the replica if it fails. */
public final class RedisReplication implements AutoCloseable {

    public static final String MASTER = "sessions";

    private static final int SENTINELS = 3;
    private static final int MAX_POLLS = 600;
    private static final long POLL_NANOS = 50_000_000;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisSentinel> sentinels = new ArrayList<>();

    private RedisReplication() {}

    /**
     * @param downAfterMillis after which the Sentinels take a master that does not respond for down
     * @param sentinelConfiguration further lines of the Sentinels' configuration
     */
    public static RedisReplication start(int downAfterMillis, List<String> sentinelConfiguration, String... options)
            throws IOException {
        RedisReplication started = new RedisReplication();
        try {
            started.launch(downAfterMillis, sentinelConfiguration, List.of(options));
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void launch(int downAfterMillis, List<String> sentinelConfiguration, List<String> options)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--repl-diskless-sync-delay", "0"));
        all.addAll(options);
        servers.add(RedisServer.startInstalled(all.toArray(String[]::new)));
        all.addAll(List.of("--replicaof", "127.0.0.1", Integer.toString(master().port())));
        servers.add(RedisServer.startInstalled(all.toArray(String[]::new)));
        // Before the Sentinels ask the master for its replicas, which they do every ten seconds only.
        await("the replica follows", () -> servers.stream().allMatch(RedisServer::isReplicated));
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(RedisSentinel.start(MASTER, master().port(), downAfterMillis, sentinelConfiguration));
        }
        for (RedisSentinel sentinel : sentinels) {
            sentinel.awaitOthers(servers.size() - 1, SENTINELS - 1);
        }
    }

    /** Returns the server that was the master at the start. */
    public RedisServer master() {
        return servers.get(0);
    }

    /** Returns the server that was the replica at the start. */
    public RedisServer replica() {
        return servers.get(1);
    }

    public List<RedisSentinel> sentinels() {
        return sentinels;
    }

    /** Waits until all Sentinels that run name this server as the master. */
    public void awaitMaster(RedisServer server) {
        await(
                "the Sentinels name another master",
                () -> sentinels.stream()
                        .filter(RedisSentinel::isAlive)
                        .allMatch(sentinel -> sentinel.namesMaster(server.port())));
    }

    private static void await(String what, BooleanSupplier isTrue) {
        for (int i = 0; i < MAX_POLLS; i++) {
            if (isTrue.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IllegalStateException("not in time: " + what);
    }

    public String uri() {
        return uri("");
    }

    /** @param userInfo user and password in the syntax of a URI, with the {@code @}; empty for none */
    public String uri(String userInfo) {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://" + userInfo, "#" + MASTER));
    }

    @Override
    public void close() throws IOException {
        for (RedisSentinel sentinel : sentinels) {
            sentinel.close();
        }
        for (RedisServer server : servers) {
            server.close();
        }
    }
}
