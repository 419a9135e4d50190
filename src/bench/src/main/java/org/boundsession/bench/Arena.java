package org.boundsession.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The contenders that run, and the load to drive them with. Each is started and warmed up when it is first asked for. */
final class Arena implements AutoCloseable {

    private final Plan plan;
    private final Servers servers;
    private final Load load;
    private final Map<String, Site> sites = new LinkedHashMap<>();

    Arena(Plan plan, Servers servers, Load load) {
        this.plan = plan;
        this.servers = servers;
        this.load = load;
    }

    Plan plan() {
        return plan;
    }

    Servers servers() {
        return servers;
    }

    Load load() {
        return load;
    }

    List<Site> sites(Predicate<Contender> wanted) throws Exception {
        List<Site> found = new ArrayList<>();
        for (Contender contender : Contenders.ALL) {
            if (plan.includes(contender) && wanted.test(contender)) {
                found.add(site(contender));
            }
        }
        return found;
    }

    private Site site(Contender contender) throws Exception {
        Site site = sites.get(contender.name());
        if (site == null) {
            System.out.println("starting " + contender.name());
            site = new Site(contender, contender.start().start(contender, servers));
            sites.put(contender.name(), site);
            warmUp(site);
        }
        return site;
    }

    /**
     * The same for everybody. One more session each turn: the first login among guarded calls, and the first write of the
     * time of a session's last use, make the JVM throw away what it had compiled without them.
     */
    void warmUp(Site site) throws IOException {
        List<Call> calls = site.guardedCalls(1);
        for (int turn = 0; turn < plan.warmUpTurns(); turn++) {
            load.run(site.port(), calls, Load.CONNECTIONS, plan.turn()).mustSucceed("warming up " + site.name());
            calls.add(Call.guarded(site.openSession()));
        }
    }

    @Override
    public void close() throws Exception {
        for (Site site : sites.values()) {
            site.close();
        }
    }
}
