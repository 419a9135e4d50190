package org.boundsession.client.it;

import java.net.URI;
import java.nio.file.Path;
import org.boundsession.servers.TomcatProcess;

/** The packaged WAR in a Tomcat of its own, with the users of the tests. */
public final class Server implements AutoCloseable {

    private static final String CONTEXT = "bound-session";

    private final TomcatProcess tomcat;

    private Server(TomcatProcess tomcat) {
        this.tomcat = tomcat;
    }

    /** @param environment names and values by turns, for instance {@code BOUND_SESSION_ABSOLUTE_TIMEOUT}, {@code 1} */
    public static Server start(String name, String... environment) {
        TomcatProcess.Base base = TomcatProcess.configured(name).war(Path.of(System.getProperty("it.war")), CONTEXT);
        for (int i = 0; i < environment.length; i += 2) {
            base.env(environment[i], environment[i + 1]);
        }
        return new Server(base.start());
    }

    /** Returns the application's root, with a slash at its end. */
    public URI root() {
        return URI.create("http://127.0.0.1:" + tomcat.client(CONTEXT).port() + "/" + CONTEXT + "/");
    }

    /** Returns all logs of the server. */
    public String logs() {
        return tomcat.logs();
    }

    @Override
    public void close() {
        tomcat.close();
    }
}
