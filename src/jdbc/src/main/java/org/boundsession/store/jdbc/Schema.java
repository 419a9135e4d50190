package org.boundsession.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.boundsession.jdbc.TimedCall;

/**
 * Ensures that the table has the layout of this version: creates or upgrades it if the database user has the
 * privileges, and throws otherwise. Safe if several nodes do so concurrently.
 */
final class Schema {

    private static final Logger LOG = System.getLogger(Schema.class.getName());

    /** Nodes that create the same object concurrently conflict at most once for each object. */
    private static final int MAX_ATTEMPTS = 10;

    private static final String MARK_OF_LAYOUT_2 = "seal";

    private final TimedCall call;
    private final SchemaScripts scripts;
    private final SchemaChange change;

    private Schema(TimedCall call, SchemaScripts scripts) {
        this.call = call;
        this.scripts = scripts;
        this.change = new SchemaChange(call, scripts);
    }

    /**
     * @throws SchemaException if the layout is not the one of this version and cannot be upgraded
     * @throws SQLException if the database cannot be reached
     */
    static void ensure(TimedCall call) throws SQLException {
        Connection connection = call.connection();
        String product = connection.getMetaData().getDatabaseProductName();
        SchemaScripts scripts = SchemaScripts.of(product);
        requireWritable(connection, product);
        Schema schema = new Schema(call, scripts);
        schema.ensure();
        if (scripts.mayRunFrom(0)) {
            Indexes.ensure(connection, schema.change);
        }
        OptionalTable.LOGIN_FAILURES.ensure(call, schema.change, scripts);
    }

    /**
     * Ensures a table that is needed by some settings only.
     *
     * @throws SQLException if the database cannot be reached
     */
    static void ensure(TimedCall call, OptionalTable table) throws SQLException {
        SchemaScripts scripts = SchemaScripts.of(call.connection().getMetaData().getDatabaseProductName());
        table.ensure(call, new SchemaChange(call, scripts), scripts);
    }

    /** H2 opens a file that it may not write for reading only. With a server, that is an outage, as of a standby. */
    private static void requireWritable(Connection connection, String product) throws SQLException {
        if (product.equals("H2") && connection.isReadOnly()) {
            throw new SchemaException(
                    "the file of the H2 database can only be read. Make it and its directory writable");
        }
    }

    private void ensure() throws SQLException {
        int found = layout();
        for (int attempt = 1; found < SchemaScripts.LAYOUT; attempt++) {
            if (attempt > MAX_ATTEMPTS || !scripts.mayRunFrom(found)) {
                throw refused(found, "bound-session does not change it in this database");
            }
            upgrade(found, attempt == MAX_ATTEMPTS);
            found = layout();
        }
        if (found > SchemaScripts.LAYOUT) {
            throw new SchemaException("the table bound_session has layout " + found
                    + ", which a newer version of bound-session made; this version knows layout "
                    + SchemaScripts.LAYOUT + ". Deploy the newer version, or use another database");
        }
    }

    private void upgrade(int from, boolean last) throws SQLException {
        try {
            for (String sql : scripts.statementsFrom(from)) {
                change.execute(sql);
            }
        } catch (SQLException e) {
            if (Failures.isUnreachable(e) || call.isOverdue()) {
                throw e;
            }
            // Another node may have upgraded it concurrently.
            if (last || (Failures.isForbidden(e) && layout() < SchemaScripts.LAYOUT)) {
                throw refused(from, "the database user may not change it, " + Failures.code(e));
            }
            return;
        }
        LOG.log(
                Level.INFO,
                switch (from) {
                    case 0 -> "The table bound_session was created";
                    case 1 ->
                        "The table bound_session was upgraded; the sessions of its older layout have ended,"
                                + " because they were not sealed";
                    default -> "The table bound_session was upgraded";
                });
    }

    private SchemaException refused(int from, String reason) {
        String state = from == 0
                ? "the table bound_session does not exist or cannot be read"
                : "the table bound_session has layout " + from + " instead of " + SchemaScripts.LAYOUT;
        return new SchemaException(state + " (" + reason
                + "). Run the following statements as the owner of the schema, let the database user SELECT,"
                + " INSERT, UPDATE and DELETE in bound_session and SELECT from bound_session_schema, and deploy"
                + " again:\n" + scripts.textFrom(from));
    }

    /** Returns the layout of the table; 0 if there is no table. */
    private int layout() throws SQLException {
        Set<String> columns = columns();
        if (columns.isEmpty()) {
            return 0;
        }
        return columns.contains(MARK_OF_LAYOUT_2) ? recordedLayout() : 1;
    }

    private Set<String> columns() throws SQLException {
        try (Statement statement = call.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM bound_session WHERE 1 = 0")) {
            ResultSetMetaData table = none.getMetaData();
            Set<String> columns = new HashSet<>();
            for (int i = 1; i <= table.getColumnCount(); i++) {
                columns.add(table.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return columns;
        } catch (SQLException e) {
            if (!Failures.isRefusal(e)) {
                throw e;
            }
            return Set.of();
        }
    }

    /** The record is written last. If it is missing, an upgrade was not completed. */
    private int recordedLayout() throws SQLException {
        try (Statement statement = call.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(version) FROM bound_session_schema")) {
            return row.next() && row.getInt(1) > 0 ? row.getInt(1) : 1;
        } catch (SQLException e) {
            if (!Failures.isRefusal(e)) {
                throw e;
            }
            throw new SchemaException("the table bound_session_schema cannot be read (" + Failures.code(e)
                    + "). Let the database user SELECT from it");
        }
    }
}
