package org.boundsession.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.sql.DataSource;

/** What a query answers, as text. */
final class Json {
    private Json() {}

    static String of(DataSource dataSource, String sql) {
        return of(dataSource, sql, Page.first());
    }

    static String of(DataSource dataSource, String sql, Page page) {
        try (QueryWorkers workers = new QueryWorkers()) {
            return of(new RecordQuery(dataSource, sql, workers), page);
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
