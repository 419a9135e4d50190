package org.boundsession.servers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.boundsession.http.Client;

/**
 * A Tomcat of the distribution in a separate process, on a free port of 127.0.0.1, with its own base directory below
 * {@code target}.
 */
public final class TomcatProcess implements Closeable {

    private final Path base;
    private final int port;
    private final Process process;

    private TomcatProcess(Path base, int port, Process process) {
        this.base = base;
        this.port = port;
        this.process = process;
    }

    /** Prepares a base directory before the start. Not thread-safe. */
    public static final class Base {

        private final Path home = Path.of(System.getProperty("it.tomcat.home"));
        private final Path base;
        private final int port = freePort();
        private final List<String> jvmArguments = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();

        private Base(Path base) {
            this.base = base;
        }

        /** Adds a WAR as the application with this name. */
        public Base war(Path war, String name) {
            BaseFiles.copy(war, base.resolve("webapps/" + name + ".war"));
            return this;
        }

        public Base conf(String name, String text) {
            Path file = base.resolve("conf").resolve(name);
            try {
                Files.createDirectories(file.getParent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            BaseFiles.write(file, text);
            return this;
        }

        /** Adds a jar for all applications, as an admin does with a database driver. */
        public Base lib(Path jar) {
            try {
                Files.createDirectories(base.resolve("lib"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            BaseFiles.copy(jar, base.resolve("lib").resolve(jar.getFileName()));
            return this;
        }

        public Base jvm(String argument) {
            jvmArguments.add(argument);
            return this;
        }

        public Base env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /**
         * Disables autoDeploy, for tests that deploy through the manager: Tomcat's background thread would undeploy
         * what they replace.
         */
        public Base withoutAutoDeploy() {
            Path server = base.resolve("conf/server.xml");
            BaseFiles.write(server, BaseFiles.read(server).replace("autoDeploy=\"true\"", "autoDeploy=\"false\""));
            return this;
        }

        public Path directory() {
            return base;
        }

        public int port() {
            return port;
        }

        /** Starts Tomcat and returns when it reports that it has started. */
        public TomcatProcess start() {
            List<String> command = TomcatCommand.of(home, base, port, jvmArguments);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("BOUND_SESSION_"));
            builder.environment().putAll(environment);
            try {
                Process process = builder.start();
                TomcatConsole.awaitStart(process, base.resolve("logs/console.log"));
                return new TomcatProcess(base, port, process);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns a base with the distribution's conf except for ports and addresses. */
    public static Base stock(String name) {
        Base made = emptyBase(name);
        Path server = made.base.resolve("conf/server.xml");
        String xml = BaseFiles.read(server)
                .replace("port=\"8005\"", "port=\"-1\"")
                .replace("port=\"8080\"", "port=\"" + made.port + "\" address=\"127.0.0.1\"");
        BaseFiles.write(server, xml);
        return made;
    }

    /** Returns a base with the project's tomcat-conf over the distribution's conf, and with the users of the tests. */
    public static Base configured(String name) {
        Base made = emptyBase(name);
        BaseFiles.copyFiles(Path.of("tomcat-conf"), made.base.resolve("conf"));
        BaseFiles.copyFiles(Path.of("src/it/src/test/tomcat/conf"), made.base.resolve("conf"));
        return made;
    }

    private static Base emptyBase(String name) {
        try {
            Path target = Path.of("target").toAbsolutePath();
            Path base = Files.createTempDirectory(Files.createDirectories(target.resolve("bases")), name + "-");
            for (String directory : new String[] {"conf", "logs", "temp", "webapps", "work"}) {
                Files.createDirectory(base.resolve(directory));
            }
            Base made = new Base(base);
            BaseFiles.copyFiles(made.home.resolve("conf"), base.resolve("conf"));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Client client(String context) {
        return new Client("127.0.0.1", port, context);
    }

    public Path base() {
        return base;
    }

    public long pid() {
        return process.pid();
    }

    /** Returns all logs of the base, including the console. */
    public String logs() {
        return logs("");
    }

    /** Returns the console's output so far. */
    public String console() {
        return logs("console");
    }

    /** Returns the audit log; complete once the process has ended. */
    public String auditLog() {
        return logs("audit.");
    }

    /** Returns the access log; complete once the process has ended. */
    public String accessLog() {
        return logs("access");
    }

    private String logs(String prefix) {
        try (Stream<Path> files = Files.walk(base.resolve("logs"))) {
            StringBuilder all = new StringBuilder();
            files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .forEach(file -> all.append(BaseFiles.read(file)));
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the process (SIGKILL), so that it cannot clean up. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a port of 127.0.0.1 that is free at this moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
