package org.boundsession.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.boundsession.concurrent.OwnThreads;

/**
 * A connection pool for the session store, if the container does not provide a DataSource. Closing it leaves no
 * threads and no registered drivers, which would leak the class loader.
 */
public final class SessionDatabase implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SessionDatabase.class.getName());
    static final int CONNECTIONS = 32;
    private static final int IDLE_CONNECTIONS = 4;

    private static final Map<String, String> DRIVERS = Map.of(
            "jdbc:h2:", "org.h2.Driver",
            "jdbc:postgresql:", "org.postgresql.Driver",
            "jdbc:mariadb:", "org.mariadb.jdbc.Driver");

    private static final String NAME = "bound-session";

    private final HikariDataSource pool;
    private final OwnThreads threads;

    private SessionDatabase(HikariDataSource pool, OwnThreads threads) {
        this.pool = pool;
        this.threads = threads;
    }

    /** @param timeout the maximum wait for a connection, and for each response of the server */
    public static SessionDatabase at(String url, Optional<String> user, Optional<String> password, Duration timeout) {
        HikariConfig config = new HikariConfig();
        OwnThreads threads = new OwnThreads(NAME + "-pool");
        config.setThreadFactory(threads);
        config.setPoolName(NAME);
        config.setJdbcUrl(url);
        driver(url).ifPresent(config::setDriverClassName);
        user.ifPresent(config::setUsername);
        password.ifPresent(config::setPassword);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(IDLE_CONNECTIONS);
        // The pool requires at least 250 ms. It answers before a call's own limit, because it knows why no connection
        // was made.
        config.setConnectionTimeout(Math.max(250, timeout.toMillis() * 9 / 10));
        config.setValidationTimeout(Math.max(250, timeout.toMillis() / 2));
        // A node may start before its database does.
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverrideClassName(EvictedConnections.class.getName());
        DriverLimits.of(url, timeout).forEach(config::addDataSourceProperty);
        ServerTimeouts.leaveOutIfRefused(config, timeout);
        return new SessionDatabase(pool(config), threads);
    }

    private static HikariDataSource pool(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            // The cause is dropped, because its message quotes the URL, which may contain a password.
            throw new IllegalArgumentException(
                    "bound-session.jdbc-url: expected a URL that one of the installed drivers accepts");
        }
    }

    /**
     * Returns the class name of a driver that we bundle: the DriverManager finds only the drivers of the container.
     * Empty for any other URL, for which the container must provide the driver.
     */
    private static Optional<String> driver(String url) {
        return DRIVERS.entrySet().stream()
                .filter(driver -> url.startsWith(driver.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Opens an embedded H2 database in a file, for a single node without a database server.
     *
     * @param file the path without file extension
     * @throws IllegalArgumentException if the application does not contain H2; the message tells what to do
     * @throws IllegalStateException if the file cannot be opened; the message tells what to do
     */
    public static SessionDatabase embedded(Path file, Duration timeout) {
        EmbeddedFile.requireDriver(SessionDatabase.class.getClassLoader());
        // WRITE_DELAY=0: a commit is written to the file before the response, so that it survives a kill of the
        // process.
        // TRACE_LEVEL_FILE=0: H2 would otherwise write exceptions, which may quote a row, to a file next to
        // the database.
        String url = "jdbc:h2:file:" + file.toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=" + timeout.toMillis();
        try {
            EmbeddedFile.requireUsable(file, url);
            return at(url, Optional.of(EmbeddedFile.USER), Optional.of(""), timeout);
        } catch (RuntimeException e) {
            deregisterDrivers();
            throw e;
        }
    }

    /**
     * Returns a DataSource that opens a connection for each caller: what it throws is the reason, which the pool would
     * tell only after its timeout.
     */
    DataSource unpooled() {
        return unpooled(pool);
    }

    static DataSource unpooled(HikariConfig config) {
        return new DriverDataSource(
                config.getJdbcUrl(),
                config.getDriverClassName(),
                config.getDataSourceProperties(),
                config.getUsername(),
                config.getPassword());
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        threads.join();
        deregisterDrivers();
    }

    private static void deregisterDrivers() {
        ClassLoader ours = SessionDatabase.class.getClassLoader();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == ours) {
                deregister(driver);
            }
        }
    }

    private static void deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "A database driver was not deregistered: the class loader may leak", e);
        }
    }
}
