package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.boundsession.parallel.Parallel;
import org.boundsession.session.SessionQuery;
import org.boundsession.store.AttributesJson;
import org.boundsession.store.EndToken;
import org.boundsession.store.Grant;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the table comes about and changes: by a user who may change it, and by one who may only read and write rows. */
abstract class SchemaContract {

    static final String OWNER = "owner_of_table";
    static final String USER = "mere_user";
    static final String PASSWORD = "a-password-of-the-tests";

    static final String[] INDEXES = {
        "bound_session_application_expiry", "bound_session_application_end", "bound_session_user_end"
    };

    private static final int MAX_ATTEMPTS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final List<SessionDatabase> open = new ArrayList<>();

    /** The product's name, as the folder with its scripts is called. */
    abstract String product();

    abstract String url();

    /** A pool of ours that is closed deregisters what the DriverManager knows. */
    abstract Driver driver() throws SQLException;

    final Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return driver().connect(url(), properties);
    }

    /** As somebody who may do everything. */
    abstract Connection admin() throws SQLException;

    /** How many nodes meet an older layout at once. */
    int nodes() {
        return 6;
    }

    /** Gives {@link #USER} the rights that a DBA would give him. */
    void grantRows() throws SQLException {
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON bound_session TO " + user());
        execute("GRANT SELECT ON bound_session_schema TO " + user());
    }

    /** As the database writes it in a GRANT. */
    String user() {
        return USER;
    }

    /** What dropping the tables leaves. */
    void revokeRows() throws SQLException {}

    @BeforeEach
    void dropTables() throws SQLException {
        revokeRows();
        execute("DROP TABLE IF EXISTS bound_session");
        execute("DROP TABLE IF EXISTS bound_session_schema");
    }

    @AfterEach
    void closePools() {
        synchronized (open) {
            open.forEach(SessionDatabase::close);
        }
    }

    @Test
    void createsTableAndIndexes() throws SQLException {
        ensureAs(OWNER);

        assertThat(layout()).isEqualTo("4");
        assertThat(indexes()).contains(INDEXES);
        insertAndFind(OWNER);
    }

    @Test
    void upgradesOlderLayoutWithManyNodesAtOnce() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        runAs(OWNER, insertOfLayout1());

        List<Boolean> upgraded = Parallel.run(nodes(), i -> {
            untilAvailable(() -> {
                ensureAs(OWNER);
                return true;
            });
            insertAndFind(OWNER);
            return true;
        });

        assertThat(upgraded).hasSize(nodes());
        assertThat(layout()).isEqualTo("4");
        assertThat(texts("SELECT session_key FROM bound_session"))
                .as("sessions of the nodes; none of layout 1, which has no seal")
                .hasSize(nodes());
        assertThat(indexes()).doesNotContain("bound_session_principal");
    }

    @Test
    void finishesUpgradeThatWasInterrupted() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        runAs(OWNER, insertOfLayout1());
        String script = script("V2__seal_bound_session.sql");
        runAs(OWNER, script.substring(0, script.indexOf("DELETE FROM")));

        ensureAs(OWNER);

        assertThat(layout()).isEqualTo("4");
        insertAndFind(OWNER);
    }

    @Test
    void worksForAUserWhoMayOnlyReadAndWriteRows() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        runAs(OWNER, script("V2__seal_bound_session.sql"));
        runAs(OWNER, script("V3__mark_ended_sessions.sql"));
        runAs(OWNER, script("V4__list_sessions.sql"));
        grantRows();

        ensureAs(USER);

        insertAndFind(USER);
    }

    @Test
    void refusesMissingTableWithTheStatementsToRun() throws Exception {
        assertThatThrownBy(() -> ensureAs(USER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("bound-session.store=jdbc", "CREATE TABLE IF NOT EXISTS bound_session (");

        assertThat(texts("SELECT 1")).isNotEmpty();
    }

    @Test
    void refusesOlderLayoutWithTheStatementsThatUpgradeIt() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON bound_session TO " + user());

        String message = refusal(USER);

        assertThat(message).contains("layout 1 instead of 4").contains("ADD COLUMN IF NOT EXISTS seal");
        runAs(OWNER, message.substring(message.indexOf('\n')));
        grantRows();
        ensureAs(USER);
        insertAndFind(USER);
    }

    @Test
    void keepsSessionsOfALayoutThatLacksTheMarkOfTheirEnd() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        runAs(OWNER, script("V2__seal_bound_session.sql"));
        StoredSession session = session();
        runAs(OWNER, insertOfLayout2(session));

        Parallel.run(
                nodes(),
                i -> untilAvailable(() -> {
                    ensureAs(OWNER);
                    return true;
                }));

        assertThat(layout()).isEqualTo("4");
        try (JdbcSessionStore store = store(OWNER)) {
            assertThat(store.findById(session.key())).contains(session);
            assertThat(store.end(session.key(), EndToken.create())).isTrue();
            assertThat(store.findById(session.key())).isEmpty();
        }
    }

    @Test
    void refusesLayoutWithoutTheMarkWithTheStatementThatAddsIt() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        runAs(OWNER, script("V2__seal_bound_session.sql"));
        grantRows();

        String message = refusal(USER);

        assertThat(message)
                .contains("layout 2 instead of 4", "ended_by")
                .doesNotContain("CREATE TABLE", "DELETE FROM bound_session");
        runAs(OWNER, message.substring(message.indexOf('\n')));
        ensureAs(USER);
        insertAndFind(USER);
    }

    @Test
    void keepsAndListsSessionsOfALayoutThatLacksTheOrigin() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        runAs(OWNER, script("V2__seal_bound_session.sql"));
        runAs(OWNER, script("V3__mark_ended_sessions.sql"));
        StoredSession session = session();
        runAs(OWNER, insertOfLayout2(session));

        Parallel.run(
                nodes(),
                i -> untilAvailable(() -> {
                    ensureAs(OWNER);
                    return true;
                }));

        assertThat(layout()).isEqualTo("4");
        assertThat(indexes()).contains(INDEXES).doesNotContain("bound_session_user");
        try (JdbcSessionStore store = store(OWNER)) {
            assertThat(store.list(new SessionQuery(Optional.empty(), Optional.empty(), 1))
                            .sessions())
                    .containsExactly(session);
        }
    }

    @Test
    void refusesLayoutWithoutTheOriginWithTheStatementsThatAddIt() throws Exception {
        runAs(OWNER, script("V1__create_bound_session.sql"));
        runAs(OWNER, script("V2__seal_bound_session.sql"));
        runAs(OWNER, script("V3__mark_ended_sessions.sql"));
        grantRows();

        String message = refusal(USER);

        assertThat(message)
                .contains("layout 3 instead of 4", "origin", "bound_session_application_end")
                .doesNotContain("CREATE TABLE", "ended_by");
        runAs(OWNER, message.substring(message.indexOf('\n')));
        ensureAs(USER);
        insertAndFind(USER);
    }

    @Test
    void refusesNewerLayout() throws Exception {
        ensureAs(OWNER);
        runAs(OWNER, "INSERT INTO bound_session_schema (version) VALUES (5)");

        assertThat(refusal(OWNER)).contains("has layout 5", "knows layout 4", "newer version");
    }

    @Test
    void refusesLayoutThatItMayNotRead() throws Exception {
        ensureAs(OWNER);
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON bound_session TO " + user());

        assertThat(refusal(USER)).contains("bound_session_schema cannot be read");
    }

    @Test
    void createsMissingIndex() throws Exception {
        ensureAs(OWNER);
        dropIndex("bound_session_user_end");

        ensureAs(OWNER);

        assertThat(indexes()).contains("bound_session_user_end");
    }

    @Test
    void servesWithoutAnIndexThatItMayNotCreate() throws Exception {
        ensureAs(OWNER);
        dropIndex("bound_session_user_end");
        grantRows();

        assertThatCode(() -> ensureAs(USER)).doesNotThrowAnyException();

        insertAndFind(USER);
        assertThat(indexes()).doesNotContain("bound_session_user_end");
    }

    void dropIndex(String name) throws SQLException {
        execute("DROP INDEX " + name);
    }

    /** The names of the table's indexes, in lower case. */
    abstract List<String> indexes() throws SQLException;

    private String layout() throws SQLException {
        return texts("SELECT MAX(version) FROM bound_session_schema").get(0);
    }

    private String refusal(String user) {
        try {
            ensureAs(user);
        } catch (IllegalStateException refused) {
            return String.valueOf(refused.getMessage());
        }
        throw new AssertionError("the layout was accepted");
    }

    final void ensureAs(String user) {
        try (JdbcSessionStore store = store(user)) {
            store.ensureSchema();
        }
    }

    final void insertAndFind(String user) {
        StoredSession session = session();
        try (JdbcSessionStore store = store(user)) {
            untilAvailable(() -> {
                store.insert(session);
                return session;
            });
            assertThat(untilAvailable(() -> store.findById(session.key()))).contains(session);
        }
    }

    private static StoredSession session() {
        long now = System.currentTimeMillis();
        return new StoredSession(
                SessionKey.of(UUID.randomUUID().toString()),
                new Grant("alice", "general", "{secret}x:y", now, now + 60_000),
                now,
                60_000,
                0,
                Map.of(),
                1,
                "a seal");
    }

    /** While another node alters the table, a wait for its lock may be given up: a client is told to try again then. */
    private static <T> T untilAvailable(Supplier<T> call) {
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return call.get();
            } catch (StoreUnavailableException e) {
                assertThat(e.isUnreachable()).isTrue();
            }
        }
        return call.get();
    }

    private JdbcSessionStore store(String user) {
        SessionDatabase database = SessionDatabase.at(url(), Optional.of(user), Optional.of(PASSWORD), TIMEOUT);
        synchronized (open) {
            open.add(database);
        }
        return new JdbcSessionStore(database.dataSource(), "/", TIMEOUT, Clock.systemUTC());
    }

    private static String insertOfLayout1() {
        return "INSERT INTO bound_session (session_key, principal, creation_time, last_access_time,"
                + " max_inactive_interval, end_time, expiry_time, attributes, version) VALUES ('"
                + "0".repeat(64) + "', 'alice', 0, 0, 1, 1, 1, '{}', 1)";
    }

    private static String insertOfLayout2(StoredSession session) {
        return "INSERT INTO bound_session (session_key, principal, roles, binding, creation_time, last_access_time,"
                + " max_inactive_interval, end_time, mismatches, attributes, version, seal, application, user_key,"
                + " expiry_time) VALUES ('" + session.key().hex() + "', 'alice', 'general', '{secret}x:y', "
                + session.creationTime() + ", " + session.lastAccessedTime() + ", 60000, " + session.endTime()
                + ", 0, '" + AttributesJson.write(Map.of()) + "', 1, 'a seal', '/', '" + "0".repeat(64) + "', "
                + session.expiryTime() + ")";
    }

    private String script(String name) throws IOException {
        try (InputStream in = Schema.class.getResourceAsStream(product() + "/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void runAs(String user, String script) throws SQLException {
        try (Connection connection = connect(user, PASSWORD);
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = admin();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final List<String> texts(String sql) throws SQLException {
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
