package org.boundsession.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Creates missing indexes, or logs a warning if the database user may not. Without them, calls are correct but slow.
 */
final class Indexes {

    private static final Logger LOG = System.getLogger(Indexes.class.getName());

    private record Index(String name, String firstColumn, String columns) {
        String statement() {
            return "CREATE INDEX " + name + " ON bound_session (" + columns + ")";
        }
    }

    private static final List<Index> INDEXES = List.of(
            new Index("bound_session_application_expiry", "application", "application, expiry_time"),
            new Index("bound_session_user", "user_key", "user_key"));

    private Indexes() {}

    static void ensure(Connection connection, SchemaChange change) throws SQLException {
        Set<String> indexed = indexedColumns(connection);
        for (Index index : INDEXES) {
            // An index with another name serves as well.
            if (!indexed.contains(index.firstColumn())) {
                create(connection, change, index);
            }
        }
    }

    private static Set<String> indexedColumns(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String table = database.storesUpperCaseIdentifiers() ? "BOUND_SESSION" : "bound_session";
        Set<String> columns = new HashSet<>();
        try (ResultSet rows = database.getIndexInfo(connection.getCatalog(), null, table, false, true)) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME");
                if (rows.getShort("ORDINAL_POSITION") == 1 && column != null) {
                    columns.add(column.toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }

    private static void create(Connection connection, SchemaChange change, Index index) throws SQLException {
        try {
            change.execute(index.statement());
            LOG.log(Level.INFO, "The index {0} was missing and has been created", index.name());
        } catch (SQLException e) {
            if (Failures.isUnreachable(e)) {
                throw e;
            }
            if (indexedColumns(connection).contains(index.firstColumn())) {
                // Another node was quicker.
                return;
            }
            LOG.log(
                    Level.WARNING,
                    "The session table lacks an index and will be slow with many sessions. Run as its owner: "
                            + index.statement());
        }
    }
}
