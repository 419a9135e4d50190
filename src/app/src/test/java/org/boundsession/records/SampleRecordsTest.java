package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRecordsTest {

    @ParameterizedTest
    @CsvSource({"employees, 36", "customers, 36", "payments, 40"})
    void fillsEachTable(String table, int rows) {
        try (SampleRecords samples = new SampleRecords()) {
            assertThat(Json.of(samples.dataSource(), "SELECT COUNT(*) AS n FROM " + table))
                    .isEqualTo("[{\"n\":" + rows + "}]");
        }
    }

    @Test
    void answersPayments() {
        try (SampleRecords samples = new SampleRecords()) {
            String json = Json.of(samples.dataSource(), "SELECT * FROM payments ORDER BY id", new Page(1, 0));

            assertThat(json)
                    .isEqualTo("[{\"id\":3001,\"customer_id\":2010,\"invoice_number\":\"INV-2026-00101\","
                            + "\"amount\":15265.90,\"currency\":\"DKK\",\"method\":\"CARD\","
                            + "\"card_masked\":\"**** **** **** 4242\",\"status\":\"REFUNDED\","
                            + "\"due_date\":\"2026-01-12\",\"paid_at\":\"2026-01-05T12:18:40Z\"}]");
        }
    }

    @Test
    void holdsNoFullCardNumber() {
        try (SampleRecords samples = new SampleRecords()) {
            String json = Json.of(samples.dataSource(), "SELECT card_masked FROM payments");

            assertThat(json.replaceAll("[ -]", "")).doesNotContainPattern("[0-9]{5}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM payments",
                "CREATE TABLE t (id INT)",
                "CREATE ALIAS a FOR \"java.lang.System.exit\"",
                "SELECT FILE_READ('/etc/hostname')",
                "SHUTDOWN"
            })
    void letsItsDataSourceOnlySelect(String sql) throws SQLException {
        try (SampleRecords samples = new SampleRecords();
                Connection connection = samples.dataSource().getConnection();
                Statement statement = connection.createStatement()) {

            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(sql));
        }
    }

    @Test
    void keepsInstancesApart() {
        SampleRecords first = new SampleRecords();
        try (SampleRecords second = new SampleRecords()) {
            first.close();

            assertThat(Json.of(second.dataSource(), "SELECT COUNT(*) AS n FROM customers"))
                    .isEqualTo("[{\"n\":36}]");
        }
    }

    @Test
    void leavesNothingBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        SampleRecords samples = new SampleRecords();
        Json.of(samples.dataSource(), "SELECT * FROM employees");

        samples.close();

        assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
        assertThat(DriverManager.drivers().map(Driver::getClass)).doesNotContain(org.h2.Driver.class);
        assertThatExceptionOfType(RecordsUnavailableException.class)
                .isThrownBy(() -> Json.of(samples.dataSource(), "SELECT * FROM employees"));
    }
}
