package org.boundsession.it;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.boundsession.http.Client;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;

/** Tomcats with the packaged WAR whose sessions live in one store; all of them are stopped at the end. Thread-safe. */
final class Nodes implements AutoCloseable {

    private final UnaryOperator<TomcatProcess.Base> store;
    private final List<TomcatProcess> started = new CopyOnWriteArrayList<>();

    private Nodes(UnaryOperator<TomcatProcess.Base> store) {
        this.store = store;
    }

    static Nodes on(PostgresServer postgres) {
        return new Nodes(base -> base.env("BOUND_SESSION_STORE", "jdbc")
                .env("BOUND_SESSION_JDBC_URL", postgres.jdbcUrl())
                .env("BOUND_SESSION_JDBC_USER", postgres.user())
                .env("BOUND_SESSION_JDBC_PASSWORD", postgres.password()));
    }

    static Nodes onRedis(String uri) {
        return new Nodes(base -> base.env("BOUND_SESSION_STORE", "redis").env("BOUND_SESSION_REDIS_URI", uri));
    }

    /** What a node starts from, and starts from again after it was killed. */
    TomcatProcess.Base base(String name) {
        return store.apply(TomcatProcess.configured(name)
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET));
    }

    TomcatProcess start(TomcatProcess.Base base) {
        TomcatProcess node = base.start();
        started.add(node);
        return node;
    }

    Client client(String name) {
        return start(base(name)).client("");
    }

    @Override
    public void close() {
        started.forEach(TomcatProcess::close);
    }
}
