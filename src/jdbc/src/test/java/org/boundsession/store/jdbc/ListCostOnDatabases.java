package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.boundsession.session.SessionQuery;
import org.boundsession.store.ListCostContract;
import org.boundsession.store.OriginJson;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UnreadableSessions;
import org.boundsession.store.UserKey;
import org.junit.jupiter.api.Test;

/** Lists are read in the order of an index, whatever the database knows of the table. */
abstract class ListCostOnDatabases extends ListCostContract {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    static SessionDatabase open(String url, String user, String password) {
        return SessionDatabase.at(url, Optional.of(user), Optional.of(password), TIMEOUT);
    }

    abstract DataSource database();

    /** Returns the product's name, as its driver tells it. */
    abstract String product();

    /** Returns the expression for the SHA-256 of an application's name and the column i, in hexadecimal digits. */
    abstract String keyOf(String application);

    /** Returns the clause for rows with a column i from 1. */
    abstract String numbers(int rows);

    /** Returns the statement that updates the planner's statistics. */
    abstract String analyze();

    /** Returns the name of the table's index in a plan that neither sorts nor reads the whole table. */
    abstract String indexOf(String plan);

    @Override
    protected final SessionStore filled(String application, int sessions, Clock clock) throws SQLException {
        JdbcSessionStore store = new JdbcSessionStore(database(), application, TIMEOUT, clock);
        store.ensureSchema();
        execute("DELETE FROM bound_session WHERE application = '" + application + "'");
        execute(insert(application, sessions, session(sessions)));
        return store;
    }

    private String insert(String application, int sessions, StoredSession first) {
        return "INSERT INTO bound_session (session_key, principal, roles, binding, creation_time, last_access_time,"
                + " max_inactive_interval, end_time, mismatches, attributes, version, seal, origin, application,"
                + " user_key, expiry_time) SELECT " + keyOf(application) + ", '" + USER + "', 'general', '"
                + first.grant().binding() + "', " + first.creationTime() + ", " + first.lastAccessedTime() + ", "
                + first.maxInactiveInterval() + ", " + first.endTime() + " + " + STEP_MILLIS + " * i, 0,"
                + " '{\"v\":1,\"attributes\":{}}', 1, '" + first.seal() + "', '"
                + OriginJson.write(first.grant().origin()) + "', '" + application + "', '"
                + UserKey.of(application, USER).hex() + "', " + first.endTime() + " + " + STEP_MILLIS + " * i FROM "
                + numbers(sessions);
    }

    @Test
    void takesTheIndexOfAllSessionsAndThatOfAUserWhoHasThemAll() throws SQLException {
        filled(OF_FEW, FEW, clock).close();
        filled(OF_MANY, MANY, clock).close();

        for (boolean analyzed : new boolean[] {false, true}) {
            if (analyzed) {
                execute(analyze());
            }
            for (double depth : new double[] {0, 0.5, 0.9}) {
                String ofAll = plan(page(Optional.empty(), MANY, depth));
                String ofUser = plan(page(Optional.of(USER), MANY, depth));

                assertThat(indexOf(ofAll)).as(ofAll).isEqualTo("bound_session_application_end");
                assertThat(indexOf(ofUser)).as(ofUser).isEqualTo("bound_session_user_end");
            }
        }
    }

    private String plan(SessionQuery query) throws SQLException {
        ListedRows rows =
                new ListedRows(new Connections(database(), TIMEOUT), OF_MANY, clock, new UnreadableSessions());
        try (Connection connection = database().getConnection();
                PreparedStatement explain = connection.prepareStatement(
                        "EXPLAIN " + ListedRows.statement(SchemaScripts.of(product()), query))) {
            rows.setParameters(explain, query);
            try (ResultSet lines = explain.executeQuery()) {
                return text(lines);
            }
        }
    }

    private static String text(ResultSet lines) throws SQLException {
        List<String> text = new ArrayList<>();
        while (lines.next()) {
            for (int i = 1; i <= lines.getMetaData().getColumnCount(); i++) {
                text.add(lines.getMetaData().getColumnLabel(i) + "=" + lines.getString(i));
            }
        }
        return String.join("\n", text);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
