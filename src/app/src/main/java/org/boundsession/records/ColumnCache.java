package org.boundsession.records;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** Caches the columns of a query's last result, which are usually those of the next one. Thread-safe. */
final class ColumnCache {

    private volatile List<Column> last = List.of();

    /**
     * @throws SQLException also if two columns have the same label, because JSON parsers would keep only one of them
     */
    List<Column> of(ResultSetMetaData metaData) throws SQLException {
        List<Column> known = last;
        if (areOf(metaData, known)) {
            return known;
        }
        List<Column> read = Column.of(metaData);
        last = read;
        return read;
    }

    /** Compared on each execution, because a table may have been altered since the last one. */
    private static boolean areOf(ResultSetMetaData metaData, List<Column> columns) throws SQLException {
        if (columns.size() != metaData.getColumnCount()) {
            return false;
        }
        for (Column column : columns) {
            if (!column.isIn(metaData)) {
                return false;
            }
        }
        return true;
    }
}
