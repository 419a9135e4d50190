package org.boundsession.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** {@code wrk}, with a script of ours that sends the calls. One thread of it outruns every contender here. */
final class WrkLoad implements Load {

    private final Path directory;
    private final String version;

    WrkLoad(Path directory, String version) {
        this.directory = directory;
        this.version = version;
    }

    static Optional<String> installed() {
        try {
            String usage = Commands.outputOf(List.of("wrk", "-v"));
            return Optional.of(usage.lines().findFirst().orElse("wrk").replaceFirst(" Copyright.*", ""));
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
    }

    @Override
    public Measured run(int port, List<Call> calls, int connections, Duration duration) throws IOException {
        Path file = Files.createTempFile(directory, "calls", ".txt");
        try {
            Files.write(
                    file,
                    calls.stream()
                            .map(call -> String.join("\t", call.headers()))
                            .toList());
            String output = Commands.outputOf(List.of(
                    "wrk",
                    "-t1",
                    "-c" + connections,
                    "-d" + duration.toSeconds() + "s",
                    "--timeout",
                    "60s",
                    "-s",
                    "src/bench/wrk/calls.lua",
                    "http://127.0.0.1:" + port + calls.get(0).path(),
                    "--",
                    file.toString(),
                    Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30))));
            Measured measured = parse(output);
            // Where one answer takes longer than the turn, a longer turn is needed to tell anything.
            return measured.perSecond() > 0 ? measured : run(port, calls, connections, duration.multipliedBy(2));
        } finally {
            Files.delete(file);
        }
    }

    private static Measured parse(String output) throws IOException {
        String[] fields = output.lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElseThrow(() -> new IOException("no result of wrk:\n" + output))
                .split(" ");
        double seconds = Long.parseLong(fields[2]) / 1e6;
        return new Measured(
                Long.parseLong(fields[1]),
                Long.parseLong(fields[1]) / seconds,
                Long.parseLong(fields[5]) / 1e3,
                Long.parseLong(fields[6]) / 1e3,
                Long.parseLong(fields[3]) + Long.parseLong(fields[4]));
    }

    @Override
    public String version() {
        return version;
    }
}
