package org.boundsession.records;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Writes the value of one column in the current row. */
@FunctionalInterface
interface Cell {

    void write(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException;

    /** Chooses by the database's own type name, because some drivers report another JDBC type. */
    static Cell of(ResultSetMetaData metaData, int column) throws SQLException {
        return switch (metaData.getColumnTypeName(column).toLowerCase(Locale.ROOT)) {
            case "timestamptz", "timestamp with time zone", "timestamp with local time zone", "datetimeoffset" ->
                temporal(OffsetDateTime.class, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            case "timetz", "time with time zone" -> temporal(OffsetTime.class, DateTimeFormatter.ISO_OFFSET_TIME);
            case "uuid", "money" -> Cell::text;
            case "year" -> Cell::integer;
            default -> ofJdbcType(metaData, column);
        };
    }

    private static Cell ofJdbcType(ResultSetMetaData metaData, int column) throws SQLException {
        return switch (metaData.getColumnType(column)) {
            case Types.BOOLEAN -> Cell::truth;
            case Types.BIT -> Cell::bits;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Cell::integer;
            case Types.BIGINT -> metaData.isSigned(column) ? Cell::integer : Cell::decimal;
            case Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.FLOAT, Types.DOUBLE -> Cell::decimal;
            case Types.DATE -> Cell::date;
            case Types.TIME -> Cell::time;
            case Types.TIMESTAMP -> temporal(LocalDateTime.class, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Cell::bytes;
            default -> Cell::text;
        };
    }

    private static void truth(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        boolean value = row.getBoolean(column);
        if (!value && row.wasNull()) {
            out.writeNull();
            return;
        }
        out.writeBoolean(value);
    }

    // PostgreSQL reports BIT for BOOLEAN and for bit strings.
    private static void bits(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        if (row.getObject(column) instanceof Boolean value) {
            out.writeBoolean(value);
            return;
        }
        text(row, column, out);
    }

    private static void integer(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        long value = row.getLong(column);
        if (value == 0 && row.wasNull()) {
            out.writeNull();
            return;
        }
        out.writeNumber(value);
    }

    // Read as text, because drivers do not convert NaN and the infinities to BigDecimal. Only these end with a letter.
    private static void decimal(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        String value = row.getString(column);
        if (value == null || Character.isLetter(value.charAt(value.length() - 1))) {
            out.writeNull();
            return;
        }
        out.writeNumber(Decimals.isJson(value) ? value : new BigDecimal(value).toPlainString());
    }

    private static void date(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        LocalDate value = row.getObject(column, LocalDate.class);
        out.writeString(value == null ? null : value.toString());
    }

    private static <T extends TemporalAccessor> Cell temporal(Class<T> type, DateTimeFormatter format) {
        return (row, column, out) -> {
            T value = row.getObject(column, type);
            out.writeString(value == null ? null : format.format(value));
        };
    }

    // MariaDB's TIME is also a duration; as a LocalTime, its driver would return 25 hours as 01:00.
    private static void time(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        String value = row.getString(column);
        try {
            out.writeString(value == null ? null : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.parse(value)));
        } catch (DateTimeParseException e) {
            out.writeString(value);
        }
    }

    private static void bytes(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        byte[] value = row.getBytes(column);
        if (value == null) {
            out.writeNull();
            return;
        }
        out.writeBinary(value);
    }

    private static void text(ResultSet row, int column, JsonGenerator out) throws SQLException, IOException {
        out.writeString(row.getString(column));
    }
}
