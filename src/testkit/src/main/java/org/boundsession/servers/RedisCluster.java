package org.boundsession.servers;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A Redis cluster of three masters with one replica each, of the operating system's Redis. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 6;
    private static final int MAX_POLLS = 600;
    private static final long POLL_NANOS = 50_000_000;

    private final List<RedisServer> nodes;
    private Partitions atStart = new Partitions();

    private RedisCluster(List<RedisServer> nodes) {
        this.nodes = nodes;
    }

    /** @param nodeTimeoutMillis after which a node that does not respond is replaced by its replica */
    public static RedisCluster start(int nodeTimeoutMillis, String... options) throws IOException {
        List<RedisServer> nodes = new ArrayList<>();
        RedisCluster cluster = new RedisCluster(nodes);
        try {
            for (int i = 0; i < NODES; i++) {
                nodes.add(node(nodeTimeoutMillis, List.of(options)));
            }
            cluster.create();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static RedisServer node(int nodeTimeoutMillis, List<String> options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                Integer.toString(TomcatProcess.freePort()),
                "--cluster-node-timeout",
                Integer.toString(nodeTimeoutMillis),
                "--cluster-require-full-coverage",
                "no",
                "--cluster-replica-validity-factor",
                "0",
                "--repl-diskless-sync-delay",
                "0"));
        all.addAll(options);
        return RedisServer.startInstalled(all.toArray(String[]::new));
    }

    private void create() throws IOException {
        Path output = Files.createTempFile("redis-cluster", ".log");
        List<String> command = new ArrayList<>(List.of(Programs.command("redis-cli"), "--cluster", "create"));
        nodes.forEach(node -> command.add("127.0.0.1:" + node.port()));
        command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IOException(Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.delete(output);
        }
        await(
                "all slots are served",
                node -> node.ask(redis -> redis.clusterInfo().contains("cluster_state:ok")));
        await("replicas follow", RedisServer::isReplicated);
        atStart = seenBy(nodes.get(0));
    }

    private void await(String what, Predicate<RedisServer> isTrue) {
        for (int i = 0; i < MAX_POLLS; i++) {
            if (nodes.stream().filter(RedisServer::isAlive).allMatch(isTrue)) {
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IllegalStateException("not in time: " + what);
    }

    /** Returns the master that has this key, as the given node sees it. */
    private RedisServer owner(RedisServer seenBy, String key) {
        return owner(seenBy(seenBy), key);
    }

    private static Partitions seenBy(RedisServer node) {
        String nodesSeen = node.ask(redis -> redis.clusterNodes());
        return ClusterPartitionParser.parse(nodesSeen);
    }

    private RedisServer owner(Partitions seen, String key) {
        int port = seen.getPartitionBySlot(SlotHash.getSlot(key)).getUri().getPort();
        return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
    }

    /** Returns the master that had this key at the start, without asking the cluster. */
    public RedisServer atStart(String key) {
        return owner(atStart, key);
    }

    /** Returns the master that has this key. */
    public RedisServer owner(String key) {
        return owner(nodes.stream().filter(RedisServer::isAlive).findFirst().orElseThrow(), key);
    }

    public RedisServer replicaOf(RedisServer master) {
        Partitions seen = seenBy(master);
        String id = master.ask(redis -> redis.clusterMyId());
        return nodes.stream()
                .filter(node -> seen.stream()
                        .anyMatch(known -> known.getUri().getPort() == node.port() && id.equals(known.getSlaveOf())))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until all nodes that run agree that another node than this one has the key. */
    public void awaitFailover(RedisServer from, String key) {
        await("failover", node -> node == from || owner(node, key) != from);
    }

    /**
     * Waits until no node is thought to have failed and each master has a replica with all its data. A node that hung is
     * replaced by its replica even after it has gone on, if the others had agreed before that it failed.
     */
    public void awaitAgreement() {
        await("no node has failed", node -> seenBy(node).stream().noneMatch(RedisCluster::hasFailed));
        await("replicas follow", RedisServer::isReplicated);
    }

    private static boolean hasFailed(RedisClusterNode known) {
        return known.is(NodeFlag.FAIL) || known.is(NodeFlag.EVENTUAL_FAIL);
    }

    public List<RedisServer> nodes() {
        return nodes;
    }

    public String uri() {
        return uri("");
    }

    /** @param userInfo user and password in the syntax of a URI, with the {@code @}; empty for none */
    public String uri(String userInfo) {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.port())
                .collect(Collectors.joining(",", "redis-cluster://" + userInfo, ""));
    }

    @Override
    public void close() throws IOException {
        for (RedisServer node : nodes) {
            node.close();
        }
    }
}
