package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SessionStoreContract;

/** The contract of a store against the database of the program's arguments. */
final class ContractChecks extends SessionStoreContract {

    /** Longer than that of a node, because the way to the database may be longer, too. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The engine creates this class. */
    private static volatile Database opened;

    /** @throws IllegalStateException if the database cannot be used; the message tells what to do */
    static Database open(ContractOptions options, Optional<String> password) {
        opened = new Database(options, password);
        return opened;
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        return opened.store(application, clock);
    }

    /** The database, whose applications have names of this run only. */
    static final class Database implements AutoCloseable {

        private final String run = "contract-" + UUID.randomUUID();
        private final Set<String> applications = ConcurrentHashMap.newKeySet();
        private final SessionDatabase database;

        private Database(ContractOptions options, Optional<String> password) {
            database = SessionDatabase.at(options.url(), options.user(), password, TIMEOUT);
            try (JdbcSessionStore first = new JdbcSessionStore(database.unpooled(), run, TIMEOUT, Clock.systemUTC())) {
                first.ensureSchema("--url");
                first.probe();
            } catch (RuntimeException e) {
                database.close();
                throw new IllegalStateException(e.getMessage());
            }
        }

        private SessionStore store(String application, Clock clock) {
            applications.add(run + application);
            return new JdbcSessionStore(database.dataSource(), run + application, TIMEOUT, clock);
        }

        String product() {
            try (Connection connection = database.dataSource().getConnection()) {
                DatabaseMetaData data = connection.getMetaData();
                return data.getDatabaseProductName() + " " + data.getDatabaseProductVersion() + ", driver "
                        + data.getDriverVersion();
            } catch (SQLException e) {
                return "the database (" + Failures.code(e) + ")";
            }
        }

        private void delete(Connection connection, String table) throws SQLException {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE application = ?")) {
                for (String application : applications) {
                    delete.setString(1, application);
                    delete.executeUpdate();
                }
            }
        }

        @Override
        public void close() {
            try (Connection connection = database.dataSource().getConnection()) {
                delete(connection, "bound_session");
                delete(connection, OptionalTable.PROOFS_NAME);
            } catch (SQLException e) {
                throw new IllegalStateException("the rows whose application begins with " + run
                        + " could not be deleted (" + Failures.code(e) + "). Delete them");
            } finally {
                database.close();
            }
        }
    }
}
