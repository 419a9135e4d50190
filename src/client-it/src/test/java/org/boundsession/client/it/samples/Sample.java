package org.boundsession.client.it.samples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The samples, and how to run each. */
enum Sample {
    CURL(1, "sh", "curl/bound-session.sh"),
    PYTHON(4, "python3", "python/bound_session.py"),
    NODE(4, "node", "node/bound-session.mjs"),
    SIGNING_CURL(CURL),
    SIGNING_PYTHON(PYTHON),
    SIGNING_NODE(NODE),
    OK_HTTP(4, "java", "OkHttpSession"),
    HTTP_CLIENT_5(4, "java", "HttpClient5Session"),
    REST_CLIENT(4, "java", "RestClientSession"),
    POSTMAN(1, "node", "postman/two-users.postman_collection.json");

    private static final Path DIRECTORY = Path.of("src/client/samples");

    /** How many calls it sends at the same time. */
    final int parallelCalls;

    /** What its command line names. */
    final String file;

    /** Whether it signs its calls instead of sending the secret. */
    final boolean signs;

    /** What runs the file. */
    final String program;

    Sample(int parallelCalls, String program, String file) {
        this(parallelCalls, program, file, false);
    }

    /** The same file with other settings. */
    Sample(Sample other) {
        this(other.parallelCalls, other.program, other.file, true);
    }

    Sample(int parallelCalls, String program, String file, boolean signs) {
        this.parallelCalls = parallelCalls;
        this.program = program;
        this.file = file;
        this.signs = signs;
    }

    /** Skips the test if a program is not installed. */
    void assumeInstalled() {
        if (!program.equals("java")) {
            Programs.assumeInstalled(program);
        }
        if (file.equals(CURL.file)) {
            Programs.assumeInstalled("curl");
        }
        if (this == SIGNING_CURL) {
            Programs.assumeInstalled("openssl");
        }
        if (this == POSTMAN) {
            Newman.assumeInstalled();
        }
    }

    /**
     * Returns the command line; all but Postman read the settings from the environment.
     *
     * @param directory for files that the caller deletes
     */
    List<String> command(Map<String, String> settings, Path directory) {
        String path = DIRECTORY.resolve(file).toString();
        return switch (this) {
            case CURL, PYTHON, NODE, SIGNING_CURL, SIGNING_PYTHON, SIGNING_NODE -> List.of(program, path);
            case POSTMAN -> Newman.command(path, settings, directory);
            // The class path comes with the environment.
            default ->
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", file);
        };
    }
}
