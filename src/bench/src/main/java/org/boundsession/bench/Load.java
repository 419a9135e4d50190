package org.boundsession.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sends calls as fast as the answers come. */
interface Load {

    int CONNECTIONS = 32;

    /**
     * Drives one server for that long.
     *
     * @param calls each time a random one of them
     */
    Measured run(int port, List<Call> calls, int connections, Duration duration) throws IOException;

    String version();

    /** {@code wrk} where it is installed. */
    static Load best(Path directory) {
        return WrkLoad.installed()
                .<Load>map(version -> new WrkLoad(directory, version))
                .orElseGet(SocketLoad::new);
    }

    /** What came out; latencies in milliseconds. */
    record Measured(long calls, double perSecond, double p50, double p99, long failures) {

        private static final double MAX_LOST = 0.01;

        /** But for one call in a hundred: where more are lost, the figure tells nothing. */
        Measured mustSucceed(String what) {
            if (failures > perSecond * MAX_LOST) {
                throw new IllegalStateException(what + ": " + failures + " calls were not answered with 200");
            }
            return this;
        }
    }
}
