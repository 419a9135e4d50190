package org.boundsession.records;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The rows of one page, the first of them already fetched. Not thread-safe; holds a connection until closed.
 */
public final class Rows implements AutoCloseable {
    private final Reading reading;
    private final ResultSet resultSet;
    private final Column[] columns;
    private boolean onRow;

    private Rows(Reading reading, ResultSet resultSet, ColumnCache columns) throws SQLException {
        this.reading = reading;
        this.resultSet = resultSet;
        this.columns = columns.of(resultSet.getMetaData()).toArray(Column[]::new);
        this.onRow = resultSet.next();
    }

    /** Fetches the first row. If this fails, the caller closes the reading; otherwise the rows do. */
    static Rows fetchFirst(Reading reading, ResultSet resultSet, ColumnCache columns) throws SQLException {
        return new Rows(reading, resultSet, columns);
    }

    /**
     * Writes the rows as one JSON array of objects, streaming them from the database. Must be called at most once.
     *
     * @throws RecordsUnavailableException if the database fails, with the array left unfinished
     * @throws IOException if {@code out} fails
     */
    public void writeTo(JsonGenerator out) throws IOException {
        try {
            writeArray(out);
        } catch (SQLException e) {
            throw reading.unavailable(e);
        }
    }

    private void writeArray(JsonGenerator out) throws SQLException, IOException {
        out.writeStartArray();
        while (onRow) {
            out.writeStartObject();
            for (Column column : columns) {
                column.write(resultSet, out);
            }
            out.writeEndObject();
            reading.progressed();
            onRow = resultSet.next();
        }
        out.writeEndArray();
    }

    /** Returns the connection in its original state. Never throws; idempotent. */
    @Override
    public void close() {
        reading.close();
    }
}
