package org.boundsession.records;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One column of a result: its key, encoded once for all rows, and the writer of its values. */
record Column(int index, Kind kind, SerializableString key, Cell cell) {

    /** The metadata that determines key and cell. */
    private record Kind(String label, int type, String typeName, boolean signed) {

        static Kind of(ResultSetMetaData metaData, int index) throws SQLException {
            int type = metaData.getColumnType(index);
            return new Kind(
                    metaData.getColumnLabel(index),
                    type,
                    metaData.getColumnTypeName(index),
                    isSigned(metaData, index, type));
        }

        /** Asked of each result, so it makes nothing. */
        boolean isOf(ResultSetMetaData metaData, int index) throws SQLException {
            return type == metaData.getColumnType(index)
                    && label.equals(metaData.getColumnLabel(index))
                    && typeName.equals(metaData.getColumnTypeName(index))
                    && signed == isSigned(metaData, index, type);
        }

        /** Matters for the type whose unsigned values exceed a long. */
        private static boolean isSigned(ResultSetMetaData metaData, int index, int type) throws SQLException {
            return type == Types.BIGINT && metaData.isSigned(index);
        }
    }

    /**
     * @throws SQLException also if two columns have the same label, because JSON parsers would keep only one of them
     */
    static List<Column> of(ResultSetMetaData metaData) throws SQLException {
        List<Column> columns = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int index = 1; index <= metaData.getColumnCount(); index++) {
            Column column = of(metaData, index);
            if (!keys.add(column.key.getValue())) {
                throw new SQLException(
                        "The query has two columns labelled " + column.key.getValue() + "; give one an alias");
            }
            columns.add(column);
        }
        return List.copyOf(columns);
    }

    private static Column of(ResultSetMetaData metaData, int index) throws SQLException {
        Kind kind = Kind.of(metaData, index);
        return new Column(
                index, kind, new SerializedString(kind.label.toLowerCase(Locale.ROOT)), Cell.of(metaData, index));
    }

    /** Returns whether the result has the same column at the same index. */
    boolean isIn(ResultSetMetaData metaData) throws SQLException {
        return kind.isOf(metaData, index);
    }

    void write(ResultSet row, JsonGenerator out) throws SQLException, IOException {
        out.writeFieldName(key);
        cell.write(row, index, out);
    }
}
