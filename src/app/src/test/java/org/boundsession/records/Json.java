package org.boundsession.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.boundsession.jdbc.TimeLimiter;

/** What a query answers, as text. */
final class Json {
    private Json() {}

    static String of(DataSource dataSource, String sql) {
        return of(dataSource, sql, Page.first());
    }

    static String of(DataSource dataSource, String sql, Page page) {
        try (TimeLimiter limiter = new TimeLimiter("test", RecordQuery.TIME_LIMIT)) {
            return of(new RecordQuery(dataSource, sql, limiter), page);
        }
    }

    static String of(RecordQuery query, Page page) {
        try (Rows rows = query.open(page)) {
            return of(rows);
        }
    }

    static String of(Rows rows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            rows.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
