package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of databases that no test can start. */
class SchemaScriptsTest {

    /** As their drivers name them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "H2",
                "PostgreSQL",
                "MariaDB",
                "MySQL",
                "Oracle",
                "Microsoft SQL Server",
                "DB2/LINUXX8664",
                "DB2/NT64"
            })
    void hasAllColumnsAndAClockForEachProduct(String productName) {
        SchemaScripts scripts = SchemaScripts.of(productName);

        assertThat(scripts.textFrom(0))
                .contains(SessionRow.COLUMNS.split(", "))
                .contains("application", "user_key", "expiry_time", "ended_by", "bound_session_schema")
                .contains("bound_session_application_expiry", "bound_session_application_end", "bound_session_user_end")
                .doesNotContain("''");
        assertThat(OptionalTable.PROOFS.statements(scripts))
                .first()
                .asString()
                .contains("bound_session_proofs", "application", "proof ", "expiry_time");
        assertThat(scripts.clock()).startsWith("SELECT ").doesNotContain(";");
    }

    @Test
    void namesTheDatabasesThatCanKeepSessions() {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> SchemaScripts.of("Apache Derby"))
                .withMessage("expected one of H2, PostgreSQL, MariaDB, MySQL, Oracle, Microsoft SQL Server, DB2, but"
                        + " the database is Apache Derby");
    }

    /** Their statements cannot be repeated, which nodes that start at once would do. */
    @ParameterizedTest
    @ValueSource(strings = {"Oracle", "Microsoft SQL Server", "DB2/LINUXX8664"})
    void leavesTheTableToTheAdmin(String productName) throws SQLException {
        try (JdbcSessionStore store =
                new JdbcSessionStore(Pools.product(productName), "/", Duration.ofSeconds(2), Clock.systemUTC())) {
            assertThatIllegalStateException()
                    .isThrownBy(store::ensureSchema)
                    .withMessageContainingAll(
                            "bound-session.store=jdbc: the table bound_session does not exist",
                            "Run the following statements",
                            "CREATE TABLE bound_session (",
                            "INSERT INTO bound_session_schema (version) VALUES (4);");
        }
    }
}
