package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.boundsession.jdbc.TimeLimiter;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final String BREAKS_AT_THIRD_ROW = "SELECT 1 / (3 - x) AS v FROM SYSTEM_RANGE(1, 9)";

    private final JdbcDataSource h2 = new JdbcDataSource();
    private final TimeLimiter limiter = new TimeLimiter("test", RecordQuery.TIME_LIMIT);
    private PoolOfOne pool;

    @BeforeEach
    void connect() throws SQLException {
        // Lazy, as a server is that sends rows while it finds them.
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";LAZY_QUERY_EXECUTION=1");
        pool = new PoolOfOne(h2);
    }

    @AfterEach
    void disconnect() throws SQLException {
        limiter.close();
        pool.close();
    }

    @Test
    void failsWhereTheDatabaseFailsBetweenRows() throws IOException {
        StringWriter text = new StringWriter();

        try (Rows rows = open(pool.dataSource(), BREAKS_AT_THIRD_ROW);
                JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            assertThatExceptionOfType(RecordsUnavailableException.class)
                    .isThrownBy(() -> rows.writeTo(out))
                    .withMessage("The records are not available")
                    .withCauseInstanceOf(SQLException.class);
        }

        assertThat(text).hasToString("[{\"v\":0},{\"v\":1}");
        assertThat(pool.hasItsConnection()).isTrue();
    }

    @Test
    void passesOnWhatTheReaderThrows() throws IOException {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("gone");
            }
        };

        try (Rows rows = open(pool.dataSource(), "SELECT REPEAT('x', 100000) AS v")) {
            JsonGenerator out = new JsonFactory().createGenerator(gone);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> rows.writeTo(out))
                    .withMessage("gone");
        }

        assertThat(pool.hasItsConnection()).isTrue();
    }

    @Test
    void releasesOnce() {
        Rows rows = open(pool.dataSource(), "SELECT 1");

        rows.close();
        rows.close();

        assertThat(pool.hasItsConnection()).isTrue();
    }

    @Test
    void closesQuietlyWhenTheConnectionIsGone() throws SQLException {
        Connection connection = h2.getConnection();
        Rows rows = open(Fakes.dataSource(() -> connection), "SELECT 1");

        connection.close();

        assertThatCode(rows::close).doesNotThrowAnyException();
    }

    @Test
    void abortsConnectionThatCannotBeRestored() throws SQLException {
        StringBuilder calls = new StringBuilder();
        Connection real = h2.getConnection();
        AtomicBoolean readOnly = new AtomicBoolean();
        DataSource stubborn = Fakes.dataSource(() -> Fakes.proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("isReadOnly")) {
                return readOnly.get();
            }
            if (method.getName().equals("setReadOnly")) {
                if (readOnly.getAndSet(true)) {
                    throw new SQLException("broken");
                }
                return null;
            }
            if (method.getName().equals("abort") || method.getName().equals("close")) {
                calls.append(method.getName()).append(' ');
            }
            return Fakes.call(real, method, arguments);
        }));

        open(stubborn, "SELECT 1").close();

        assertThat(calls).hasToString("abort close ");
    }

    @Test
    void worksOnDriversThatRefuseAllSettings() throws SQLException {
        Connection real = h2.getConnection();
        DataSource plain =
                Fakes.dataSource(() -> Fakes.proxy(Connection.class, (method, arguments) -> switch (method.getName()) {
                    case "setReadOnly", "getNetworkTimeout", "setNetworkTimeout" ->
                        throw new SQLException("not supported");
                    default -> Fakes.call(real, method, arguments);
                }));

        try (Rows rows = open(plain, "SELECT 1 AS v")) {
            assertThat(Json.of(rows)).isEqualTo("[{\"v\":1}]");
        }
    }

    private Rows open(DataSource dataSource, String sql) {
        return new RecordQuery(dataSource, sql, limiter).open(Page.first());
    }
}
