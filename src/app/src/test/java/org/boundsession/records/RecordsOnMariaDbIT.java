package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.boundsession.servers.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mariadb.jdbc.MariaDbDataSource;

class RecordsOnMariaDbIT extends RecordsServerContract {
    private static MariaDbServer server;

    @BeforeAll
    static void start() throws IOException {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                MariaDbServer.isInstalled() || "true".equals(System.getenv("CI")),
                "MariaDB is NOT tested: mariadbd and mariadb-install-db are not installed");
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    DataSource dataSource() {
        try {
            MariaDbDataSource dataSource = new MariaDbDataSource(server.jdbcUrl());
            dataSource.setUser(server.user());
            dataSource.setPassword(server.password());
            return dataSource;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    String slowQuery() {
        return "SELECT SLEEP(60)";
    }

    @Override
    void pauseServer() {
        server.pause();
    }

    @Override
    void resumeServer() {
        server.resume();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    BOOLEAN             | TRUE                                   | true
                    BOOLEAN             | NULL                                   | null
                    TINYINT             | -7                                     | -7
                    TINYINT UNSIGNED    | 255                                    | 255
                    INT UNSIGNED        | 4294967295                             | 4294967295
                    BIGINT              | 9223372036854775807                    | 9223372036854775807
                    BIGINT UNSIGNED     | 18446744073709551615                   | 18446744073709551615
                    DECIMAL(20, 10)     | 0.0000000001                           | 0.0000000001
                    DECIMAL(5, 0)       | 100                                    | 100
                    DOUBLE              | 1e20                                   | 100000000000000000000
                    DOUBLE              | NULL                                   | null
                    FLOAT               | 0.1                                    | 0.1
                    DATE                | '2026-01-31'                           | "2026-01-31"
                    TIME                | '10:15:00'                             | "10:15:00"
                    TIME(2)             | '10:15:00.25'                          | "10:15:00.25"
                    TIME                | '838:59:59'                            | "838:59:59"
                    TIME                | '-01:00:00'                            | "-01:00:00"
                    DATETIME            | '2026-01-31 10:15:00'                  | "2026-01-31T10:15:00"
                    DATETIME(3)         | '2026-01-31 10:15:00.25'               | "2026-01-31T10:15:00.25"
                    TIMESTAMP NULL      | '2026-01-31 10:15:00'                  | "2026-01-31T10:15:00"
                    TIMESTAMP NULL      | NULL                                   | null
                    YEAR                | 2026                                   | 2026
                    CHAR(5)             | 'EUR'                                  | "EUR"
                    VARCHAR(5)          | 'Grün'                                 | "Grün"
                    LONGTEXT            | 'long'                                 | "long"
                    UUID                | '0f8fad5b-d9cb-469f-a165-70867728950e' | "0f8fad5b-d9cb-469f-a165-70867728950e"
                    VARBINARY(5)        | x'00FF10'                              | "AP8Q"
                    BLOB                | x'00FF10'                              | "AP8Q"
                    BIT(1)              | b'1'                                   | true
                    JSON                | '{"a":1}'                              | "{\\"a\\":1}"
                    ENUM('a', 'b')      | 'b'                                    | "b"
                    INET6               | '::1'                                  | "::1"
                    """)
    void writesEachTypeInItsFormat(String type, String value, String json) throws SQLException {
        execute("CREATE OR REPLACE TABLE formats (v " + type + ")", "INSERT INTO formats VALUES (" + value + ")");

        assertThat(json("SELECT v FROM formats")).isEqualTo("[{\"v\":" + json + "}]");
    }
}
