package org.boundsession.bench;

import static org.boundsession.bench.Contender.Trait.BINDS;
import static org.boundsession.bench.Contender.Trait.POSTGRES;
import static org.boundsession.bench.Contender.Trait.RECORDS;
import static org.boundsession.bench.Contender.Trait.REDIS;
import static org.boundsession.bench.Contender.Trait.SESSIONS;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.boundsession.servers.TomcatProcess;

/** Who takes part. Every Tomcat is the same one with the same configuration, JVM and heap. */
final class Contenders {

    /** Fixed: who loads more classes has a collection of metadata, after which the JVM would give a part of the heap back. */
    static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

    static final String BARE = "bare";
    static final String CONTAINER_SESSION = "container session";
    static final String OURS = "ours";
    static final String PLAIN_JDBC = "plain JDBC servlet";
    static final String OURS_JDBC = "ours, PostgreSQL";
    static final String OURS_REDIS = "ours, Redis";
    static final String SPRING_JDBC = "Spring Session, PostgreSQL";
    static final String SPRING_REDIS = "Spring Session, Redis";
    static final String TOMCAT_JDBC = "Tomcat's DataSourceStore, PostgreSQL";
    static final String NODE_CHECKED = "Node, bcrypt on each call";
    static final String NODE_UNCHECKED = "Node, no check";
    static final String NODE_JDBC = "Node, no check, PostgreSQL";

    static final List<Contender> ALL = List.of(
            new Contender(
                    BARE,
                    "a constant answer with our headers on the same Tomcat; no filter, no session",
                    Set.of(),
                    (self, servers) -> tomcat("bare", Map.of())),
            new Contender(
                    CONTAINER_SESSION,
                    "the same with an HttpSession look-up",
                    Set.of(SESSIONS),
                    (self, servers) -> tomcat("container-session", Map.of())),
            new Contender(
                    OURS,
                    "bound-session, store container; the same servlet, for the role general",
                    Set.of(SESSIONS, BINDS, RECORDS),
                    (self, servers) -> ours(Map.of())),
            new Contender(
                    PLAIN_JDBC,
                    "a hand-written data servlet in bound-session's WAR, behind its guard, on the same sample records",
                    Set.of(SESSIONS, RECORDS),
                    (self, servers) -> overOurs("plain-jdbc")),
            new Contender(
                    NODE_CHECKED,
                    "Express, express-session in memory, the secret compared with bcrypt on each call",
                    Set.of(SESSIONS, BINDS),
                    (self, servers) -> NodeProcess.start(Map.of("CHECK", "bcrypt", "STORE", "memory"))),
            new Contender(
                    NODE_UNCHECKED,
                    "the same, the secret never compared",
                    Set.of(SESSIONS, BINDS),
                    (self, servers) -> NodeProcess.start(Map.of("CHECK", "none", "STORE", "memory"))),
            new Contender(
                    OURS_JDBC,
                    "bound-session, store jdbc",
                    Set.of(SESSIONS, BINDS, POSTGRES),
                    (self, servers) -> ours(jdbcStore(servers.postgres().newDatabase(self.database())))),
            new Contender(
                    SPRING_JDBC,
                    "Spring Session JDBC as documented, with a session look-up; no secret is checked",
                    Set.of(SESSIONS, POSTGRES),
                    (self, servers) -> springJdbc(self, servers.postgres())),
            new Contender(
                    TOMCAT_JDBC,
                    "Tomcat's PersistentManager, DataSourceStore and PersistentValve; no secret is checked",
                    Set.of(SESSIONS, POSTGRES),
                    (self, servers) -> tomcatJdbc(self, servers.postgres())),
            new Contender(
                    NODE_JDBC,
                    "Express, express-session with connect-session-sequelize; the secret is never compared",
                    Set.of(SESSIONS, BINDS, POSTGRES),
                    (self, servers) -> NodeProcess.start(Map.of(
                            "CHECK",
                            "none",
                            "STORE",
                            "postgres",
                            "DATABASE_URL",
                            servers.postgres().newDatabase(self.database()).url()))),
            new Contender(
                    OURS_REDIS,
                    "bound-session, store redis",
                    Set.of(SESSIONS, BINDS, REDIS),
                    (self, servers) -> ours(redisStore(servers.redis()))),
            new Contender(
                    SPRING_REDIS,
                    "Spring Session Redis as documented, with a session look-up; no secret is checked",
                    Set.of(SESSIONS, REDIS),
                    (self, servers) -> tomcat(
                            "spring-session-redis",
                            Map.of(
                                    "bench.redis.port",
                                    Integer.toString(servers.redis().port())))));

    private static final String SESSION_SECRET = "0123456789abcdef0123456789abcdef";

    private Contenders() {}

    /**
     * One with room for a million sessions, beside those that take part above. The heap is the same, and touched before,
     * however many there are: what the collector makes of it, and the system's first pages, are not measured.
     */
    static Site roomy(String name, Servers servers) throws Exception {
        Contender roomy = new Contender(name, "", Set.of(SESSIONS), (self, unused) -> {
            boolean ours = !name.equals(CONTAINER_SESSION);
            TomcatProcess.Base base =
                    base("roomy").jvm("-Xmx3g").jvm("-Xms3g").jvm("-Xmn512m").jvm("-XX:+AlwaysPreTouch");
            Webapp webapp = Webapp.of(ours ? "ours" : "container-session");
            (ours ? webapp.overPackagedWar() : webapp).buildIn(base.directory());
            return running(base);
        });
        return new Site(roomy, roomy.start().start(roomy, servers));
    }

    /** Ours, where logins check the digests of these users. */
    static Site withUsers(String tomcatUsers, Servers servers) throws Exception {
        Contender digesting = new Contender(
                OURS,
                "",
                Set.of(SESSIONS, BINDS),
                (self, unused) -> running(base("digests")
                        .conf("tomcat-users.xml", tomcatUsers)
                        .war(Path.of(System.getProperty("it.war")), "ROOT")));
        return new Site(digesting, digesting.start().start(digesting, servers));
    }

    static Site oursOn(Postgres.Database database, Servers servers) throws Exception {
        Contender stored = new Contender(
                OURS_JDBC, "", Set.of(SESSIONS, BINDS, POSTGRES), (self, unused) -> ours(jdbcStore(database)));
        return new Site(stored, stored.start().start(stored, servers));
    }

    /** Nothing but the packaged WAR, as an admin drops it in. */
    static TomcatProcess asInstalled() throws Exception {
        return base("installed")
                .war(Path.of(System.getProperty("it.war")), "bound-session")
                .start();
    }

    private static Contender.Running overOurs(String directory) throws Exception {
        TomcatProcess.Base base = base(directory);
        Webapp.of(directory).overPackagedWar().buildIn(base.directory());
        return running(base);
    }

    private static Contender.Running ours(Map<String, String> environment) throws Exception {
        TomcatProcess.Base base = base("ours");
        Webapp.of("ours").overPackagedWar().buildIn(base.directory());
        environment.forEach(base::env);
        return running(base);
    }

    private static Map<String, String> jdbcStore(Postgres.Database database) {
        return Map.of(
                "BOUND_SESSION_STORE",
                "jdbc",
                "BOUND_SESSION_JDBC_URL",
                database.jdbcUrl(),
                "BOUND_SESSION_JDBC_USER",
                database.user(),
                "BOUND_SESSION_JDBC_PASSWORD",
                database.password(),
                "SESSION_SECRET",
                SESSION_SECRET);
    }

    private static Map<String, String> redisStore(Redis redis) {
        return Map.of(
                "BOUND_SESSION_STORE",
                "redis",
                "BOUND_SESSION_REDIS_URI",
                "redis://127.0.0.1:" + redis.port(),
                "SESSION_SECRET",
                SESSION_SECRET);
    }

    private static Contender.Running springJdbc(Contender self, Postgres postgres) throws Exception {
        Postgres.Database database = postgres.newDatabase(self.database());
        postgres.executeIn(database.name(), Webapp.resource("org/springframework/session/jdbc/schema-postgresql.sql"));
        return tomcat("spring-session-jdbc", properties(database));
    }

    private static Contender.Running tomcatJdbc(Contender self, Postgres postgres) throws Exception {
        Postgres.Database database = postgres.newDatabase(self.database());
        postgres.executeIn(database.name(), Webapp.read("src/bench/contenders/tomcat-persistent/schema.sql"));
        return tomcat("tomcat-persistent", properties(database));
    }

    private static Map<String, String> properties(Postgres.Database database) {
        return Map.of(
                "bench.jdbc.url",
                database.jdbcUrl(),
                "bench.jdbc.user",
                database.user(),
                "bench.jdbc.password",
                database.password());
    }

    private static Contender.Running tomcat(String directory, Map<String, String> properties) throws Exception {
        TomcatProcess.Base base = base(directory);
        Webapp.of(directory).buildIn(base.directory());
        properties.forEach((key, value) -> base.jvm("-D" + key + "=" + value));
        // Where an admin puts it, for a DataSource that the container makes.
        base.lib(Webapp.jarOf("org.postgresql.Driver"));
        return running(base);
    }

    private static TomcatProcess.Base base(String name) throws Exception {
        TomcatProcess.Base base = TomcatProcess.configured("bench-" + name)
                .conf("tomcat-users.xml", Webapp.read("src/bench/conf/tomcat-users.xml"));
        HEAP.forEach(base::jvm);
        return base;
    }

    private static Contender.Running running(TomcatProcess.Base base) {
        int port = base.port();
        TomcatProcess process = base.start();
        return new Contender.Running(port, process.pid(), process);
    }
}
