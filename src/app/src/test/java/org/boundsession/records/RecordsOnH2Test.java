package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.boundsession.jdbc.TimeLimiter;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsOnH2Test extends RecordsContract {
    private final JdbcDataSource h2 = new JdbcDataSource();

    RecordsOnH2Test() {
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @Override
    DataSource dataSource() {
        return h2;
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    TRUE                                                     | true
                    CAST(NULL AS BOOLEAN)                                    | null
                    CAST(7 AS TINYINT)                                       | 7
                    9223372036854775807                                      | 9223372036854775807
                    CAST(NULL AS BIGINT)                                     | null
                    CAST(100 AS DECIMAL(5, 0))                               | 100
                    CAST(0.0000000001 AS DECIMAL(20, 10))                    | 0.0000000001
                    CAST('1E+2' AS DECFLOAT)                                 | 100
                    CAST('NaN' AS DECFLOAT)                                  | null
                    CAST(1E20 AS DOUBLE PRECISION)                           | 100000000000000000000
                    CAST(0.1 AS REAL)                                        | 0.1
                    CAST('NaN' AS DOUBLE PRECISION)                          | null
                    CAST('-Infinity' AS REAL)                                | null
                    CAST(NULL AS DOUBLE PRECISION)                           | null
                    DATE '2026-01-31'                                        | "2026-01-31"
                    CAST(NULL AS DATE)                                       | null
                    TIME '10:15:00'                                          | "10:15:00"
                    CAST('10:15:00.25' AS TIME(3))                           | "10:15:00.25"
                    TIME WITH TIME ZONE '10:15:00+01:00'                     | "10:15:00+01:00"
                    TIMESTAMP '2026-01-31 10:15:00'                          | "2026-01-31T10:15:00"
                    TIMESTAMP WITH TIME ZONE '2026-01-31 10:15:00+00:00'     | "2026-01-31T10:15:00Z"
                    TIMESTAMP WITH TIME ZONE '2026-01-31 10:15:00.5-05:30'   | "2026-01-31T10:15:00.5-05:30"
                    CAST('EUR' AS CHAR(5))                                   | "EUR  "
                    'a "quoted" line'                                        | "a \\"quoted\\" line"
                    CAST('long' AS CLOB)                                     | "long"
                    UUID '01234567-89ab-cdef-0123-456789abcdef'              | "01234567-89ab-cdef-0123-456789abcdef"
                    X'00FF10'                                                | "AP8Q"
                    CAST(X'00FF10' AS BLOB)                                  | "AP8Q"
                    CAST(NULL AS VARBINARY)                                  | null
                    JSON '{"a":1}'                                           | "{\\"a\\":1}"
                    ARRAY[1, 2]                                              | "[1, 2]"
                    CAST('b' AS ENUM('a', 'b'))                              | "b"
                    NULL                                                     | null
                    """)
    void writesEachTypeInItsFormat(String expression, String json) {
        assertThat(json("SELECT " + expression + " AS v")).isEqualTo("[{\"v\":" + json + "}]");
    }

    @Test
    void writesLabelsWithoutRegardToTheDefaultLocale() {
        assertThat(json("SELECT 1 AS TITLE_ID")).isEqualTo("[{\"title_id\":1}]");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    ALTER TABLE prices ALTER COLUMN price RENAME TO amount        | {"id":1,"amount":7}
                    ALTER TABLE prices ALTER COLUMN price VARCHAR(9)              | {"id":1,"price":"7"}
                    ALTER TABLE prices ADD COLUMN unit CHAR(2) DEFAULT 'kg'       | {"id":1,"price":7,"unit":"kg"}
                    ALTER TABLE prices DROP COLUMN id                             | {"price":7}
                    """)
    void writesColumnsOfTableThatIsAlteredBetweenTwoPages(String alteration, String row) throws SQLException {
        execute("CREATE TABLE prices (id INTEGER, price INTEGER)", "INSERT INTO prices VALUES (1, 7)");
        try (TimeLimiter limiter = new TimeLimiter("test", RecordQuery.TIME_LIMIT)) {
            RecordQuery query = new RecordQuery(dataSource(), "SELECT * FROM prices", limiter);
            assertThat(Json.of(query, Page.first())).isEqualTo("[{\"id\":1,\"price\":7}]");

            execute(alteration);

            assertThat(Json.of(query, Page.first())).isEqualTo("[" + row + "]");
        }
    }
}
