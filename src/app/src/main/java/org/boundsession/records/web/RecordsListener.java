package org.boundsession.records.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.sql.DataSource;
import org.boundsession.admin.Health;
import org.boundsession.jdbc.Naming;
import org.boundsession.jdbc.TimeLimiter;
import org.boundsession.records.RecordQueries;
import org.boundsession.records.RecordQuery;
import org.boundsession.records.SampleRecords;
import org.boundsession.web.Parts;
import org.jspecify.annotations.Nullable;

/** Creates the queries on the DataSource {@code jdbc/records}, or on sample records if JNDI has none. */
public final class RecordsListener implements ServletContextListener {

    private static final Logger LOG = System.getLogger(RecordsListener.class.getName());

    private @Nullable SampleRecords samples;
    private @Nullable TimeLimiter limiter;

    /** For the container. */
    public RecordsListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            Parts.publish(context, RecordQueries.class, queries());
            RecordsHealth health = new RecordsHealth(samples == null ? "jndi" : "sample");
            Parts.publish(context, RecordsHealth.class, health);
            Parts.of(context, Health.class).add(health::check);
        } catch (RuntimeException e) {
            // Logged here too, because containers write the exception to a separate log file.
            LOG.log(Level.ERROR, "The application does not start: {0}", e.getMessage());
            throw e;
        }
    }

    private RecordQueries queries() {
        DataSource records = Naming.dataSource("jdbc/records").orElseGet(this::sampleRecords);
        TimeLimiter opened = new TimeLimiter("bound-session-records", RecordQuery.TIME_LIMIT);
        limiter = opened;
        return sql -> new RecordQuery(records, sql, opened);
    }

    private DataSource sampleRecords() {
        LOG.log(
                Level.INFO,
                "JNDI has no DataSource jdbc/records: sample records are served. Define it to serve your own tables");
        SampleRecords opened = new SampleRecords();
        samples = opened;
        return opened.dataSource();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (limiter != null) {
            limiter.close();
        }
        if (samples != null) {
            samples.close();
        }
    }
}
