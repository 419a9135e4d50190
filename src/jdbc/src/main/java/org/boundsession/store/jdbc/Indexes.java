package org.boundsession.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Creates missing indexes, or logs a warning if the database user may not. Without them, calls are correct but slow.
 */
final class Indexes {

    private static final Logger LOG = System.getLogger(Indexes.class.getName());

    private record Index(String name, String columns) {
        boolean isAmong(Collection<String> indexed) {
            return indexed.stream().anyMatch(present -> present.startsWith(columns));
        }

        String statement() {
            return "CREATE INDEX " + name + " ON bound_session (" + columns + ")";
        }
    }

    private static final List<Index> INDEXES = List.of(
            new Index("bound_session_application_expiry", "application, expiry_time"),
            new Index("bound_session_application_end", "application, end_time, session_key"),
            new Index("bound_session_user_end", "user_key, end_time, session_key"));

    private Indexes() {}

    static void ensure(Connection connection, SchemaChange change) throws SQLException {
        Collection<String> indexed = indexedColumns(connection);
        for (Index index : INDEXES) {
            // An index with another name serves as well.
            if (!index.isAmong(indexed)) {
                create(connection, change, index);
            }
        }
    }

    /** Returns the columns of each index, in their order. */
    private static Collection<String> indexedColumns(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String table = database.storesUpperCaseIdentifiers() ? "BOUND_SESSION" : "bound_session";
        Map<String, String> columns = new HashMap<>();
        try (ResultSet rows = database.getIndexInfo(connection.getCatalog(), null, table, false, true)) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME");
                if (column != null) {
                    columns.merge(rows.getString("INDEX_NAME"), column.toLowerCase(Locale.ROOT), Indexes::joined);
                }
            }
        }
        return columns.values();
    }

    private static String joined(String columns, String next) {
        return columns + ", " + next;
    }

    private static void create(Connection connection, SchemaChange change, Index index) throws SQLException {
        try {
            change.execute(index.statement());
            LOG.log(Level.INFO, "The index {0} was missing and has been created", index.name());
        } catch (SQLException e) {
            if (Failures.isUnreachable(e)) {
                throw e;
            }
            if (index.isAmong(indexedColumns(connection))) {
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
