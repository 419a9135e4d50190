package org.boundsession.bench;

import static org.boundsession.bench.Contender.Trait.BINDS;
import static org.boundsession.bench.Contender.Trait.SESSIONS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.boundsession.servers.TomcatProcess;

/** Who takes part. Every Tomcat is the same one with the same configuration, JVM and heap. */
final class Contenders {

    static final String BARE = "bare";
    static final String CONTAINER_SESSION = "container session";
    static final String OURS = "ours";
    static final String NODE_CHECKED = "Node, bcrypt on each call";
    static final String NODE_UNCHECKED = "Node, no check";

    static final List<Contender> ALL = List.of(
            new Contender(
                    BARE,
                    "a constant answer with our headers on the same Tomcat; no filter, no session",
                    Set.of(),
                    servers -> tomcat("bare", Map.of())),
            new Contender(
                    CONTAINER_SESSION,
                    "the same with an HttpSession look-up",
                    Set.of(SESSIONS),
                    servers -> tomcat("container-session", Map.of())),
            new Contender(
                    OURS,
                    "bound-session, store container; the same servlet, for the role general",
                    Set.of(SESSIONS, BINDS),
                    servers -> ours(Map.of())),
            new Contender(
                    NODE_CHECKED,
                    "Express, express-session in memory, the secret compared with bcrypt on each call",
                    Set.of(SESSIONS, BINDS),
                    servers -> NodeProcess.start(Map.of("CHECK", "bcrypt", "STORE", "memory"))),
            new Contender(
                    NODE_UNCHECKED,
                    "the same, the secret never compared",
                    Set.of(SESSIONS, BINDS),
                    servers -> NodeProcess.start(Map.of("CHECK", "none", "STORE", "memory"))));

    private Contenders() {}

    private static Contender.Running ours(Map<String, String> environment) throws Exception {
        TomcatProcess.Base base = base("ours");
        Webapp.of("ours").overPackagedWar().buildIn(base.directory());
        environment.forEach(base::env);
        return running(base);
    }

    private static Contender.Running tomcat(String directory, Map<String, String> properties) throws Exception {
        TomcatProcess.Base base = base(directory);
        Webapp.of(directory).buildIn(base.directory());
        properties.forEach((key, value) -> base.jvm("-D" + key + "=" + value));
        return running(base);
    }

    private static TomcatProcess.Base base(String name) throws Exception {
        return TomcatProcess.configured("bench-" + name)
                .conf("tomcat-users.xml", Webapp.read("src/bench/conf/tomcat-users.xml"));
    }

    private static Contender.Running running(TomcatProcess.Base base) {
        int port = base.port();
        TomcatProcess process = base.start();
        return new Contender.Running(port, process.pid(), process);
    }
}
