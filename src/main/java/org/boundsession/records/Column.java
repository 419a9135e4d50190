package org.boundsession.records;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One column of a result: its key, made ready once for all rows, and how its values are written. */
record Column(int index, SerializableString key, Cell cell) {

    /** @throws SQLException also for two columns with one label: the second would hide the first from JSON's readers */
    static List<Column> of(ResultSetMetaData metaData) throws SQLException {
        List<Column> columns = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int index = 1; index <= metaData.getColumnCount(); index++) {
            String key = metaData.getColumnLabel(index).toLowerCase(Locale.ROOT);
            if (!keys.add(key)) {
                throw new SQLException("The query has two columns labelled " + key + "; give one an alias");
            }
            columns.add(new Column(index, new SerializedString(key), Cell.of(metaData, index)));
        }
        return List.copyOf(columns);
    }

    void write(ResultSet row, JsonGenerator out) throws SQLException, IOException {
        out.writeFieldName(key);
        cell.write(row, index, out);
    }
}
