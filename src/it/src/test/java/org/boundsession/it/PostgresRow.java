package org.boundsession.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.boundsession.servers.PostgresServer;
import org.boundsession.store.SessionKey;

/** A row of the table in PostgreSQL. */
record PostgresRow(PostgresServer server, SessionKey key) implements StoredRow {

    @Override
    public String get(String field) {
        return snapshot().get(field);
    }

    @Override
    public boolean set(String field, String value) {
        String sql = "UPDATE bound_session SET " + field + " = CAST(? AS " + typeOf(field) + ") WHERE session_key = ?";
        try (Connection connection = server.connect();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, value);
            update.setString(2, key.hex());
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            return false;
        }
    }

    private static String typeOf(String field) {
        boolean number = field.endsWith("_time")
                || field.equals("max_inactive_interval")
                || field.equals("mismatches")
                || field.equals("version");
        return number ? "BIGINT" : "TEXT";
    }

    @Override
    public Map<String, String> snapshot() {
        try (Connection connection = server.connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM bound_session WHERE session_key = ?")) {
            select.setString(1, key.hex());
            try (ResultSet row = select.executeQuery()) {
                Map<String, String> fields = new LinkedHashMap<>();
                if (row.next()) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        fields.put(row.getMetaData().getColumnName(i), row.getString(i));
                    }
                }
                return fields;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void restore(Map<String, String> snapshot) {
        String values = String.join(
                ", ",
                snapshot.keySet().stream()
                        .map(field -> "CAST(? AS " + typeOf(field) + ")")
                        .toList());
        try (Connection connection = server.connect();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM bound_session WHERE session_key = ?");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO bound_session ("
                        + String.join(", ", snapshot.keySet()) + ") VALUES (" + values + ")")) {
            delete.setString(1, key.hex());
            delete.executeUpdate();
            int i = 1;
            for (String value : snapshot.values()) {
                insert.setString(i++, value);
            }
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
