package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.boundsession.jdbc.TimeLimiter;
import org.junit.jupiter.api.Test;

/** What reading records means where the database is a process of its own, which can be slow or silent. */
abstract class RecordsServerContract extends RecordsContract {

    abstract String slowQuery();

    /** Lets the server keep its port and connections, and answer nothing. */
    abstract void pauseServer();

    abstract void resumeServer();

    @Test
    void cancelsSlowQueryAndKeepsItsConnection() throws Exception {
        try (PoolOfOne pool = new PoolOfOne(dataSource());
                TimeLimiter limiter = impatientLimiter()) {
            assertUnavailable(new RecordQuery(pool.dataSource(), slowQuery(), limiter));

            assertThat(pool.awaitConnection()).isTrue();
            assertThat(Json.of(new RecordQuery(pool.dataSource(), "SELECT 1 AS v", limiter), Page.first()))
                    .isEqualTo("[{\"v\":1}]");
        }
    }

    @Test
    void isUnavailableWhilePooledConnectionKeepsSilent() throws Exception {
        try (PoolOfOne pool = new PoolOfOne(dataSource());
                TimeLimiter limiter = impatientLimiter()) {
            pauseServer();
            try {
                assertUnavailable(new RecordQuery(pool.dataSource(), "SELECT 1", limiter));
            } finally {
                resumeServer();
            }

            assertThat(pool.awaitConnection()).isTrue();
        }
    }

    @Test
    void isUnavailableWhileServerKeepsSilent() {
        try (TimeLimiter limiter = impatientLimiter()) {
            pauseServer();
            try {
                assertUnavailable(new RecordQuery(dataSource(), "SELECT 1", limiter));
            } finally {
                resumeServer();
            }

            assertThat(Json.of(new RecordQuery(dataSource(), "SELECT 1 AS v", limiter), Page.first()))
                    .isEqualTo("[{\"v\":1}]");
        }
    }

    private static TimeLimiter impatientLimiter() {
        return new TimeLimiter("test", Duration.ofMillis(500), 2, 2);
    }

    private static void assertUnavailable(RecordQuery query) {
        assertThatExceptionOfType(RecordsUnavailableException.class).isThrownBy(() -> query.open(Page.first()));
    }
}
