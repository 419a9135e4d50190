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
import org.boundsession.admin.Health;
import org.boundsession.records.Page;
import org.boundsession.records.RecordQueries;
import org.boundsession.records.Rows;
import org.boundsession.web.Answers;
import org.boundsession.web.Parts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordsListenerTest {

    private final Map<String, Object> published = new HashMap<>();

    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> {
                return switch (method.getName()) {
                    case "setAttribute" -> published.put((String) arguments[0], arguments[1]);
                    case "getAttribute" -> published.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                };
            });

    private final Health health = new Health();

    @BeforeEach
    void publishHealth() {
        Parts.publish(context, Health.class, health);
    }

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

    @Test
    void tellsTheHealthOfTheRecordsWithoutMakingTheNodeUnready() {
        RecordsListener listener = new RecordsListener();
        listener.contextInitialized(new ServletContextEvent(context));
        RecordsHealth records = Parts.of(context, RecordsHealth.class);

        records.readFailed();
        Health.Check failed = health.checks().get(0);
        records.readSucceeded();
        Health.Check succeeded = health.checks().get(0);
        listener.contextDestroyed(new ServletContextEvent(context));

        assertThat(failed).isEqualTo(new Health.Check("records", true, Map.of("readable", false, "source", "sample")));
        assertThat(succeeded.data()).containsEntry("readable", true);
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
