package org.boundsession.store.jdbc;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The arguments of the program.
 *
 * @param driver a jar with a driver that the program does not bring
 */
record ContractOptions(String url, Optional<String> user, Optional<Path> driver) {

    private static final String USAGE = "Usage: java -jar bound-session-jdbc-contract.jar --url jdbc:... [--user name]"
            + " [--driver driver.jar]\nThe password is read from the environment variable BOUND_SESSION_JDBC_PASSWORD,"
            + " or as a line of the standard input.";

    private static final Set<String> NAMES = Set.of("--url", "--user", "--driver");

    /** @throws IllegalArgumentException with the usage, if an argument is missing or unknown */
    static ContractOptions of(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            values.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0 || !NAMES.containsAll(values.keySet()) || !values.containsKey("--url")) {
            throw new IllegalArgumentException(USAGE);
        }
        return new ContractOptions(
                values.get("--url"),
                Optional.ofNullable(values.get("--user")),
                Optional.ofNullable(values.get("--driver")).map(Path::of));
    }

    void registerDriver() throws IOException {
        if (driver.isPresent()) {
            register(driver.get());
        }
    }

    private static void register(Path jar) throws IOException {
        if (!Files.isReadable(jar)) {
            throw new IllegalArgumentException("--driver: expected a jar that can be read");
        }
        ClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ContractOptions.class.getClassLoader());
        for (Driver found : ServiceLoader.load(Driver.class, loader)) {
            try {
                DriverManager.registerDriver(new ContractDriver(found));
            } catch (SQLException e) {
                throw new IOException("the driver cannot be registered", e);
            }
        }
    }
}
