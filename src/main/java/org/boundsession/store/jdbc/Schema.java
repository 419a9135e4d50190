package org.boundsession.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The table, which is made where it is missing, also by several nodes at once. */
final class Schema {

    private static final String PRESENT = "SELECT session_key FROM bound_session WHERE 1 = 0";

    private Schema() {}

    static void ensure(Connection connection) throws SQLException {
        if (isPresent(connection)) {
            return;
        }
        try {
            create(connection);
        } catch (SQLException e) {
            // Another node may have been quicker; "if not exists" does not keep two creators apart everywhere.
            if (!isPresent(connection)) {
                throw e;
            }
        }
    }

    private static boolean isPresent(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PRESENT).close();
            return true;
        } catch (SQLException absent) {
            return false;
        }
    }

    private static void create(Connection connection) throws SQLException {
        String script = script(connection.getMetaData().getDatabaseProductName());
        for (String sql : script.split(";")) {
            if (!sql.isBlank()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static String script(String product) throws SQLException {
        String name = "bound_session-" + product.toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new SQLException("sessions are kept in H2, PostgreSQL or MariaDB, not in " + product);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SQLException(name + " cannot be read", e);
        }
    }
}
