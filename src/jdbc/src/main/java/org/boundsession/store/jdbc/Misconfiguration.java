package org.boundsession.store.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server, a file or a driver answers to an attempt to connect that only an admin can change: the user, the
 * password, the database, the URL. Everything else is an outage, which may end by itself.
 */
final class Misconfiguration {

    private static final String USER =
            "the database refuses the user or the password. Correct bound-session.jdbc-user and"
                    + " bound-session.jdbc-password, or those of the DataSource";
    private static final String DATABASE = "the server has no such database. Create it, or correct the URL";
    private static final String PRIVILEGE = "the user may not use this database. Grant it the privilege to connect";
    private static final String HOST = "the server accepts no connection of this user from this host";
    private static final String DRIVER =
            "there is no driver for this URL. Add it to the container's libraries, or correct the URL";
    static final String URL = "the database does not accept the URL. Correct its parameters";
    private static final String IN_USE = "the file of the H2 database is in use by another process, or by another"
            + " version or virtual host of this application. Stop the other one, or use a database that they can share";
    private static final String FILE =
            "the file of the H2 database cannot be opened. Make its directory writable, or move a damaged file away";

    private static final Map<String, String> BY_STATE = Map.ofEntries(
            Map.entry("28000", USER),
            Map.entry("28P01", USER),
            Map.entry("3D000", DATABASE),
            Map.entry("42501", PRIVILEGE),
            // PostgreSQL: a parameter that it does not know, or a value of it.
            Map.entry("22023", URL),
            Map.entry("42704", URL),
            // H2.
            Map.entry("90013", DATABASE),
            Map.entry("90146", DATABASE),
            Map.entry("90149", DATABASE),
            Map.entry("90011", URL),
            Map.entry("90046", URL),
            Map.entry("90113", URL),
            Map.entry("90020", IN_USE),
            Map.entry("90028", FILE),
            Map.entry("90030", FILE),
            Map.entry("90031", FILE),
            Map.entry("90048", FILE),
            Map.entry("90049", FILE));

    /** MariaDB and MySQL use the same SQLSTATE for many other errors. */
    private static final Map<Integer, String> BY_CODE =
            Map.of(1044, PRIVILEGE, 1045, USER, 1698, USER, 1049, DATABASE, 1130, HOST);

    private Misconfiguration() {}

    /** Returns the reason and what to do, with SQLSTATE and error code; empty if the failure is an outage. */
    static Optional<String> of(SQLException failure) {
        if (lacksDriver(failure)) {
            return Optional.of(DRIVER);
        }
        return causes(failure)
                .flatMap(e -> reason(e).map(reason -> reason + " (" + Failures.code(e) + ")").stream())
                .findFirst();
    }

    private static Optional<String> reason(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return Optional.ofNullable(BY_STATE.get(state)).or(() -> Optional.ofNullable(BY_CODE.get(e.getErrorCode())));
    }

    /** As containers' pools tell it; the second one is the text of the JDK's DriverManager. */
    private static boolean lacksDriver(SQLException failure) {
        return chain(failure)
                .anyMatch(e -> e instanceof ClassNotFoundException
                        || (e.getMessage() != null && e.getMessage().startsWith("No suitable driver")));
    }

    /** A pool may wrap what the driver threw. */
    static Stream<SQLException> causes(SQLException failure) {
        return chain(failure).filter(SQLException.class::isInstance).map(SQLException.class::cast);
    }

    private static Stream<Throwable> chain(@Nullable Throwable failure) {
        return Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(10);
    }
}
