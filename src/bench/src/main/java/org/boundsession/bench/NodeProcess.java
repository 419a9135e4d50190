package org.boundsession.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.boundsession.servers.TomcatProcess;

/**
 * The Node contender as {@code node server.js} runs it in production: one process, whose thread pool of 4 does the bcrypt.
 * With sessions in memory there cannot be a second one.
 */
final class NodeProcess implements AutoCloseable {

    private static final Path SOURCE = Path.of("src/bench/contenders/node");
    private static final Path INSTALLED = Path.of("target/bench/node");

    private final Process process;

    private NodeProcess(Process process) {
        this.process = process;
    }

    static Contender.Running start(Map<String, String> environment) throws IOException {
        install();
        int port = TomcatProcess.freePort();
        ProcessBuilder builder = new ProcessBuilder("node", "server.js")
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("NODE_ENV", "production");
        builder.environment().put("PORT", Integer.toString(port));
        Process process = builder.start();
        BufferedReader output = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("server.js has ended:\n" + said);
            }
            said.append(line).append('\n');
        }
        return new Contender.Running(port, process.pid(), new NodeProcess(process));
    }

    /** As the lock file says. bcrypt brings its binary, so that nothing has to be built. */
    private static void install() throws IOException {
        Files.createDirectories(INSTALLED);
        Path lock = INSTALLED.resolve("package-lock.json");
        Path wanted = SOURCE.resolve("package-lock.json");
        boolean installed = Files.exists(lock) && Files.mismatch(lock, wanted) < 0;
        for (String name : List.of("package.json", "package-lock.json", "server.js")) {
            Files.write(INSTALLED.resolve(name), Files.readAllBytes(SOURCE.resolve(name)));
        }
        if (!installed || !Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            Commands.outputOf(INSTALLED, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
