package org.boundsession.records.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.boundsession.records.Page;
import org.boundsession.records.RecordQueries;
import org.boundsession.records.Rows;
import org.boundsession.web.Answers;
import org.junit.jupiter.api.Test;

class RecordsListenerTest {

    private final Map<String, Object> published = new HashMap<>();

    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> {
                if (!method.getName().equals("setAttribute")) {
                    throw new UnsupportedOperationException(method.getName());
                }
                return published.put((String) arguments[0], arguments[1]);
            });

    @Test
    void servesSampleRecordsUntilItStopsIfJndiHasNoDataSource() throws IOException {
        RecordsListener listener = new RecordsListener();

        listener.contextInitialized(new ServletContextEvent(context));
        String row = firstEmployee();
        listener.contextDestroyed(new ServletContextEvent(context));

        assertThat(row).contains("\"id\":1001");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("bound-session-records"));
    }

    private String firstEmployee() throws IOException {
        RecordQueries queries = (RecordQueries) published.get(RecordQueries.class.getName());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Rows rows = queries.of("SELECT * FROM employees ORDER BY id").open(new Page(1, 0));
                var json = Answers.generator(out)) {
            rows.writeTo(json);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
