package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P03", "53300", "90020", "90028", "90031", "90067", "90098", "90121"})
    void takesServerOrFileThatIsNotThereForAnOutage(String state) {
        assertThat(Failures.isUnreachable(new SQLException("reason", state))).isTrue();
    }

    /** A refusal of one statement: reads may go on. The last one is H2's for a database that is read-only. */
    @ParameterizedTest
    @ValueSource(strings = {"25006", "42501", "23505", "90096", "90097"})
    void takesRefusedStatementForNoOutage(String state) {
        assertThat(Failures.isUnreachable(new SQLException("reason", state))).isFalse();
    }

    /** PostgreSQL, H2, MariaDB. */
    @Test
    void tellsThatAPrivilegeIsMissing() {
        assertThat(Failures.isForbidden(new SQLException("reason", "42501"))).isTrue();
        assertThat(Failures.isForbidden(new SQLException("reason", "90096"))).isTrue();
        assertThat(Failures.isForbidden(new SQLException("reason", "42000", 1142)))
                .isTrue();
        assertThat(Failures.isForbidden(new SQLException("reason", "42000", 1064)))
                .isFalse();
    }

    /** Some drivers throw no SQLIntegrityConstraintViolationException. */
    @Test
    void tellsThatAKeyIsTaken() {
        assertThat(Failures.isDuplicate(new SQLException("reason", "23505"))).isTrue();
        assertThat(Failures.isDuplicate(new SQLException("reason", "22001"))).isFalse();
        assertThat(Failures.isDuplicate(new SQLException("reason"))).isFalse();
    }
}
