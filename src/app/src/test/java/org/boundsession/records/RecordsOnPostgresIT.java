package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.boundsession.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

class RecordsOnPostgresIT extends RecordsServerContract {
    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.jdbcUrl());
        dataSource.setUser(server.user());
        dataSource.setPassword(server.password());
        return dataSource;
    }

    @Override
    String slowQuery() {
        return "SELECT pg_sleep(60)";
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
                    TRUE                                              | true
                    NULL::boolean                                     | null
                    7::smallint                                       | 7
                    9223372036854775807                               | 9223372036854775807
                    100::numeric                                      | 100
                    1e30::numeric                                     | 1000000000000000000000000000000
                    0.0000000001::numeric                             | 0.0000000001
                    'NaN'::numeric                                    | null
                    'Infinity'::numeric                               | null
                    1e20::float8                                      | 100000000000000000000
                    0.1::float4                                       | 0.1
                    'NaN'::float8                                     | null
                    '-Infinity'::float4                               | null
                    12.5::numeric::money                              | "$12.50"
                    DATE '2026-01-31'                                 | "2026-01-31"
                    TIME '10:15:00'                                   | "10:15:00"
                    TIME '10:15:00.25'                                | "10:15:00.25"
                    TIME '24:00:00'                                   | "24:00:00"
                    TIMETZ '10:15:00+01'                              | "10:15:00+01:00"
                    TIMESTAMP '2026-01-31 10:15:00'                   | "2026-01-31T10:15:00"
                    TIMESTAMPTZ '2026-01-31 10:15:00+02'              | "2026-01-31T08:15:00Z"
                    NULL::timestamptz                                 | null
                    'EUR'::char(5)                                    | "EUR  "
                    'text'::text                                      | "text"
                    '01234567-89ab-cdef-0123-456789abcdef'::uuid      | "01234567-89ab-cdef-0123-456789abcdef"
                    '\\x00ff10'::bytea                                | "AP8Q"
                    '{"a": 1}'::json                                  | "{\\"a\\": 1}"
                    '{"a": 1}'::jsonb                                 | "{\\"a\\": 1}"
                    ARRAY[1, 2]                                       | "{1,2}"
                    B'101'                                            | "101"
                    B'1'                                              | true
                    NULL::bit(3)                                      | null
                    '10.0.0.1'::inet                                  | "10.0.0.1"
                    NULL                                              | null
                    """)
    void writesEachTypeInItsFormat(String expression, String json) {
        assertThat(json("SELECT " + expression + " AS v")).isEqualTo("[{\"v\":" + json + "}]");
    }

    @Test
    void writesEnumsAsText() throws SQLException {
        execute("DROP TYPE IF EXISTS mood", "CREATE TYPE mood AS ENUM ('calm')");

        assertThat(json("SELECT 'calm'::mood AS v")).isEqualTo("[{\"v\":\"calm\"}]");
    }
}
