package org.boundsession.it;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.boundsession.http.Client;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/** Tomcats with the packaged WAR whose sessions live in one store; all of them are stopped at the end. Thread-safe. */
final class Nodes implements AutoCloseable {

    static final String ROLE = "application";
    static final String ROLE_PASSWORD = "application-password";

    private static final int DAY_SECONDS = 86_400;

    private final UnaryOperator<TomcatProcess.Base> store;
    private final List<TomcatProcess> started = new CopyOnWriteArrayList<>();

    private Nodes(UnaryOperator<TomcatProcess.Base> store) {
        this.store = store;
    }

    /** They have the role {@value #ROLE}, which may do nothing but make its table. */
    static Nodes on(PostgresServer postgres) throws SQLException {
        postgres.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + ROLE_PASSWORD + "'");
        postgres.execute("GRANT CREATE ON SCHEMA public TO " + ROLE);
        String url = postgres.jdbcUrl().replaceAll("\\?.*", "");
        return new Nodes(base -> base.env("BOUND_SESSION_STORE", "jdbc")
                .env("BOUND_SESSION_JDBC_URL", url)
                .env("BOUND_SESSION_JDBC_USER", ROLE)
                .env("BOUND_SESSION_JDBC_PASSWORD", ROLE_PASSWORD));
    }

    /** Sessions live in the container, each node has its own. */
    static Nodes inContainer() {
        return new Nodes(base -> base);
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

    /** As {@link #base}, but sessions idle for a day, and no call comes late enough to write its time. */
    TomcatProcess.Base baseWithoutTouches(String name) {
        return baseIdleFor(DAY_SECONDS, name);
    }

    /** As {@link #base}, but sessions expire so many seconds after their last proof. */
    TomcatProcess.Base baseIdleFor(int seconds, String name) {
        TomcatProcess.Base base = base(name);
        Wars.withWebXml("idle-for-" + seconds, Wars.maxAge(seconds))
                .as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/ROOT.war").toFile(), true);
        return base;
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
