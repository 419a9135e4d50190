package org.boundsession.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.h2.Driver;
import org.h2.api.ErrorCode;

/** The file of an embedded H2 database, which only one process can open at a time. */
final class EmbeddedFile {

    static final String USER = "bound_session";

    private EmbeddedFile() {}

    /**
     * Checks that the application contains H2, which is optional for it.
     *
     * @throws IllegalArgumentException if it does not; the message tells what to do
     */
    static void requireDriver(ClassLoader application) {
        try {
            Class.forName("org.h2.Driver", false, application);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "bound-session.jdbc-url: required for store=jdbc without a DataSource jdbc/sessions in JNDI, because"
                            + " this application does not contain H2 (com.h2database:h2)",
                    e);
        }
    }

    /**
     * Opens and closes the file once, because the pool does not report why a connection fails.
     *
     * @throws IllegalStateException if the file cannot be opened; the message names the file and what to do
     */
    static void requireUsable(Path file, String url) {
        Properties user = new Properties();
        user.setProperty("user", USER);
        user.setProperty("password", "");
        try (Connection connection = new Driver().connect(url, user)) {
            connection.isValid(0);
        } catch (SQLException e) {
            throw new IllegalStateException("bound-session.jdbc-url is not set, and the embedded session database "
                    + file.toAbsolutePath() + ".mv.db " + reason(e));
        }
    }

    private static String reason(SQLException e) {
        return switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                "is in use by another process, or by another version or virtual host of this application. Stop the"
                        + " other one, set bound-session.application, or set bound-session.jdbc-url to a database that"
                        + " they can share";
            case ErrorCode.FILE_VERSION_ERROR_1 ->
                "was written by another version of H2. Move the file away: its sessions end, and users log in again";
            default ->
                "cannot be opened (" + Failures.code(e) + "). Make its directory writable, or move a damaged file away";
        };
    }
}
