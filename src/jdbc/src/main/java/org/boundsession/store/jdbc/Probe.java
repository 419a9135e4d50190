package org.boundsession.store.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.boundsession.jdbc.TimedCall;

/** Checks that sessions can be written, and reads the clock of the database. */
final class Probe {

    /** A database checks privileges and columns, and whether it accepts writes, also for no row. */
    private static final List<String> WRITES = List.of(
            "INSERT INTO bound_session SELECT * FROM bound_session WHERE 1 = 0",
            "UPDATE bound_session SET version = version WHERE 1 = 0",
            "DELETE FROM bound_session WHERE 1 = 0");

    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);

    private Probe() {}

    /** Returns the time of the database, in epoch milliseconds. */
    static long of(TimedCall call) throws SQLException {
        String clock = SchemaScripts.of(call).clock();
        try (Statement statement = call.createStatement()) {
            for (String write : WRITES) {
                statement.executeUpdate(write);
            }
            try (ResultSet row = statement.executeQuery(clock)) {
                row.next();
                return row.getBigDecimal(1).multiply(MILLIS_PER_SECOND).longValue();
            }
        }
    }
}
