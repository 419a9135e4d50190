package org.boundsession.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and of what the figures are: each line a name and a text. */
record Machine(Map<String, String> facts) {

    static Machine read(Servers servers, Load load) throws Exception {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("commit", commit());
        facts.put("processors", Runtime.getRuntime().availableProcessors() + " × " + processor());
        facts.put("memory", memory());
        facts.put("system", System.getProperty("os.name"));
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put(
                "Tomcat",
                Path.of(System.getProperty("it.tomcat.home")).getFileName() + ", " + String.join(" ", Contenders.HEAP)
                        + ", tomcat-conf");
        facts.put("Node", Commands.outputOf(List.of("node", "--version")).strip() + ", one process");
        facts.putAll(servers.versions());
        facts.put("load", load.version() + ", " + Load.CONNECTIONS + " keep-alive connections, on the same machine");
        return new Machine(facts);
    }

    private static String commit() throws IOException {
        try {
            boolean changed = !Commands.outputOf(List.of("git", "status", "--porcelain", "--untracked-files=no"))
                    .isBlank();
            return Commands.outputOf(List.of("git", "rev-parse", "--short=12", "HEAD"))
                            .strip()
                    + (changed ? " and changes" : "");
        } catch (IOException noRepository) {
            return "unknown";
        }
    }

    private static String processor() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpus)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(cpus).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String memory() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.round(system.getTotalMemorySize() / 1e9) + " GB";
    }
}
