package org.boundsession.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a Tomcat, as catalina.sh makes it. */
final class TomcatCommand {

    /** Packages that catalina.sh opens; without them Tomcat does not look for leaks. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.io",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.lang.reflect",
            "java.rmi/sun.rmi.transport");

    private TomcatCommand() {}

    static List<String> of(Path home, Path base, int port, List<String> jvmArguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dhttp.port=" + port,
                "-Dhttp.address=127.0.0.1",
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + base,
                "-Djava.io.tmpdir=" + base.resolve("temp"),
                "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager"));
        OPENED.forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        command.addAll(jvmArguments);
        addCoverageAgent(command);
        command.addAll(List.of(
                "-cp",
                home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start"));
        return command;
    }

    private static void addCoverageAgent(List<String> command) {
        String agent = System.getProperty("it.jacoco", "");
        if (agent.startsWith("-javaagent:")) {
            command.add(agent);
        }
    }
}
