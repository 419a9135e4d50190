package org.boundsession.records;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** The columns of a query's last result, which are usually those of the next one, too. Thread-safe. */
final class ColumnCache {

    private volatile List<Column> last = List.of();

    /** @throws SQLException also for two columns with one label: the second would hide the first from JSON's readers */
    List<Column> of(ResultSetMetaData metaData) throws SQLException {
        List<Column> known = last;
        if (areOf(metaData, known)) {
            return known;
        }
        List<Column> read = Column.of(metaData);
        last = read;
        return read;
    }

    /** A table may have been altered under the query. */
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
