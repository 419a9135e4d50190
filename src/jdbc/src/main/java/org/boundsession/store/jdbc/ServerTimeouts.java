package org.boundsession.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * PostgreSQL's {@code statement_timeout} and {@code lock_timeout}, which each connection asks for when it is opened. A
 * statement {@code SET} would need no such option, but through a pooler of transactions it would change the connections
 * of other applications.
 */
final class ServerTimeouts {

    static final String OPTIONS = "options";

    private static final Logger LOG = System.getLogger(ServerTimeouts.class.getName());

    /** Options of the administrator, or the parameter that a pooler of transactions requires. */
    private static final Pattern LEFT_TO_THE_SERVER = Pattern.compile("[?&](options=|prepareThreshold=0(&|$))");

    /** pgbouncer answers so to an option that it does not pass on, and to much else. */
    private static final String PROTOCOL_VIOLATION = "08P01";

    private ServerTimeouts() {}

    static boolean isLeftToTheServer(String url) {
        return LEFT_TO_THE_SERVER.matcher(url).find();
    }

    static String options(Duration timeout) {
        long millis = timeout.toMillis();
        return "-c statement_timeout=" + millis + " -c lock_timeout=" + millis;
    }

    /** Leaves them out if there is a pooler that does not pass them on, which only an attempt can show. */
    static void leaveOutIfRefused(HikariConfig config, Duration timeout) {
        Object options = config.getDataSourceProperties().get(OPTIONS);
        if (options == null || !isRefused(config)) {
            return;
        }
        config.getDataSourceProperties().remove(OPTIONS);
        if (isRefused(config)) {
            // For another reason, which may pass.
            config.addDataSourceProperty(OPTIONS, options);
            return;
        }
        LOG.log(
                Level.WARNING,
                "The session database is behind a pooler that does not pass on statement_timeout and lock_timeout. Run"
                        + " ALTER ROLE ... SET statement_timeout = " + timeout.toMillis() + " and the same for"
                        + " lock_timeout, or statements that wait for a lock may use up the server's connections."
                        + " If it pools transactions, add prepareThreshold=0 to bound-session.jdbc-url, too");
    }

    private static boolean isRefused(HikariConfig config) {
        try (Connection connection = SessionDatabase.unpooled(config).getConnection()) {
            return connection.isClosed();
        } catch (SQLException e) {
            return PROTOCOL_VIOLATION.equals(e.getSQLState());
        } catch (RuntimeException urlThatTheDriverDoesNotAccept) {
            // The first attempt to connect tells that, without quoting it.
            return false;
        }
    }
}
