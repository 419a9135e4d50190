package org.boundsession.it.history;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.boundsession.http.Client;
import org.boundsession.it.Wars;
import org.boundsession.it.history.Operation.Node;
import org.boundsession.servers.TcpProxy;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/** Two nodes, each with its own connection to one store. Thread-safe. */
final class Cluster implements AutoCloseable {

    static final int NODES = 2;

    private static final String SESSION_SECRET = "a-session-secret-for-the-history-only";

    private final List<Member> members = new ArrayList<>();

    private static final class Member {
        private final String name;
        private final TcpProxy link;
        private final TomcatProcess.Base base;
        private volatile TomcatProcess process;
        private final AtomicInteger life = new AtomicInteger(1);
        private volatile boolean up = true;

        Member(String name, TcpProxy link, TomcatProcess.Base base) {
            this.name = name;
            this.link = link;
            this.base = base;
            this.process = base.start();
        }
    }

    Cluster(FaultyStore store, Duration idle, Duration absolute) throws IOException {
        for (int i = 0; i < NODES; i++) {
            String name = Character.toString('a' + i);
            TcpProxy link = TcpProxy.to(store.port());
            members.add(new Member(name, link, base(name, store, link, idle, absolute)));
        }
    }

    private static TomcatProcess.Base base(
            String name, FaultyStore store, TcpProxy link, Duration idle, Duration absolute) {
        TomcatProcess.Base base = TomcatProcess.configured("history-" + name)
                .jvm("-Xmx256m")
                .jvm("-XX:+UseSerialGC")
                .env("SESSION_SECRET", SESSION_SECRET)
                .env("BOUND_SESSION_ABSOLUTE_TIMEOUT", Long.toString(absolute.toSeconds()))
                .env("BOUND_SESSION_STORE_TIMEOUT", "1000")
                // All clients call from one address, and none of them fails to log in.
                .env("BOUND_SESSION_LOGIN_FAILURES", "1000000")
                .env("BOUND_SESSION_LOGIN_FAILURES_PER_ADDRESS", "0");
        Wars.withWebXml("history", Wars.maxAge(Math.toIntExact(idle.toSeconds())))
                .as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/ROOT.war").toFile(), true);
        return store.configure(base, link.port());
    }

    Node node(int index) {
        Member member = members.get(index);
        return new Node(member.name, member.life.get());
    }

    Client client(int index) {
        return members.get(index).process.client("");
    }

    /** False from its end until it has started again. */
    boolean isUp(int index) {
        return members.get(index).up;
    }

    TcpProxy link(int index) {
        return members.get(index).link;
    }

    void kill(int index) {
        Member member = members.get(index);
        member.up = false;
        member.process.kill();
        // Nothing reaches the next life before.
        member.life.incrementAndGet();
    }

    void startAgain(int index) {
        Member member = members.get(index);
        member.process = member.base.start();
        member.up = true;
    }

    /** The security events of all nodes; whole once they have ended. */
    String auditLogs() {
        return members.stream().map(member -> member.process.auditLog()).collect(Collectors.joining());
    }

    /** What the nodes have logged, for whoever looks for the cause of a violation. */
    List<String> logs() {
        return IntStream.range(0, NODES)
                .mapToObj(i -> members.get(i).process.base() + "/logs")
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.process.close();
            member.link.close();
        }
    }
}
