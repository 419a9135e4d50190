package org.boundsession.store.jdbc;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Proves that a database can keep sessions: runs the contract of a store against it and prints each check. The sessions
 * of the checks belong to an application with a random name and are deleted afterwards, so the table may be in use.
 */
final class ContractMain {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("org.boundsession");

    private ContractMain() {}

    @SuppressWarnings("SystemOut") // It is a program.
    public static void main(String[] arguments) throws IOException {
        // Pools and drivers may log a URL; our own warnings may tell the reason of a failure.
        ROOT.setLevel(Level.OFF);
        OURS.setLevel(Level.WARNING);
        try {
            System.exit(run(ContractOptions.of(arguments), password()) ? 0 : FAILED);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(MISUSED);
        } catch (IllegalStateException e) {
            System.out.println("FAILED: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    /** Never an argument, which all users of the machine can see. */
    private static Optional<String> password() throws IOException {
        String variable = System.getenv("BOUND_SESSION_JDBC_PASSWORD");
        if (variable != null) {
            return Optional.of(variable);
        }
        if (System.console() != null) {
            return Optional.of(new String(System.console().readPassword("Password: ")));
        }
        return Optional.ofNullable(
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine());
    }

    /** Returns whether all checks have passed. */
    private static boolean run(ContractOptions options, Optional<String> password) throws IOException {
        options.registerDriver();
        try (ContractChecks.Database database = ContractChecks.open(options, password)) {
            LauncherDiscoveryRequest checks = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(ContractChecks.class))
                    .build();
            ContractReport report = new ContractReport();
            LauncherFactory.create().execute(checks, report);
            return report.summary(database.product());
        }
    }
}
