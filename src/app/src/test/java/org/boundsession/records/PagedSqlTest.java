package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagedSqlTest {
    private static final String CLAUSE = "\nOFFSET ? ROWS FETCH NEXT ? ROWS ONLY";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1;",
                "SELECT 1 ; ;\n",
                "SELECT 1; -- the end",
                "SELECT 1; -- it's the end; really",
                "SELECT 1; /* the\n end; */ ;"
            })
    void cutsTrailingSemicolonsWithAllThatFollows(String sql) {
        assertThat(PagedSql.of(sql)).isEqualTo("SELECT 1" + CLAUSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';' FROM t",
                "SELECT 'it''s;' FROM t",
                "SELECT 1 AS \"a;\"",
                "SELECT 1 AS `a;`",
                "SELECT a FROM t WHERE b = '-- no comment;'",
                "SELECT 1 -- one; or two",
                "SELECT 1 /* ; */ FROM t",
                "SELECT 6/2 - 1",
                "SELECT 1; SELECT 2"
            })
    void keepsEverythingElse(String sql) {
        assertThat(PagedSql.of(sql)).isEqualTo(sql + CLAUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", ";", " ; -- nothing"})
    void refusesTextWithoutStatement(String sql) {
        assertThatIllegalArgumentException().isThrownBy(() -> PagedSql.of(sql)).withMessageContaining("sql");
    }

    @Test
    void readsTextOfAnyLength() {
        String sql = "SELECT '" + "x''".repeat(100_000) + "' FROM t";

        assertThat(PagedSql.of(sql + ";")).isEqualTo(sql + CLAUSE);
    }
}
