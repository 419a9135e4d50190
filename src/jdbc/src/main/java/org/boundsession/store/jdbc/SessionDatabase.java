package org.boundsession.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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
 * A pool of connections of our own, if the container brings none. Closing it leaves no thread and no registered driver
 * behind.
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

    /** @param timeout for a connection, and for each answer of the server */
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
        // Below these bounds the pool refuses to start.
        config.setConnectionTimeout(Math.max(250, timeout.toMillis()));
        config.setValidationTimeout(Math.max(250, timeout.toMillis() / 2));
        // A node may start before its database does.
        config.setInitializationFailTimeout(-1);
        limitWaits(config, url, timeout);
        return new SessionDatabase(pool(config), threads);
    }

    private static HikariDataSource pool(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            // Its message quotes the URL, which may hold a password.
            throw new IllegalArgumentException(
                    "bound-session.jdbc-url: expected a URL that one of the drivers here can read");
        }
    }

    /** By name, for the DriverManager looks for drivers in the container only. One that is not ours is the container's. */
    private static Optional<String> driver(String url) {
        return DRIVERS.entrySet().stream()
                .filter(driver -> url.startsWith(driver.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void limitWaits(HikariConfig config, String url, Duration timeout) {
        long seconds = Math.max(1, timeout.toSeconds());
        if (url.startsWith("jdbc:postgresql:")) {
            config.addDataSourceProperty("connectTimeout", Long.toString(seconds));
            config.addDataSourceProperty("socketTimeout", Long.toString(seconds + 1));
            config.addDataSourceProperty("tcpKeepAlive", "true");
            // The detail of an error quotes the row.
            config.addDataSourceProperty("logServerErrorDetail", "false");
        } else if (url.startsWith("jdbc:mariadb:")) {
            config.addDataSourceProperty("connectTimeout", Long.toString(timeout.toMillis()));
            // The driver cannot be relied on to abort a call: it asks the server to, which may hang.
            config.addDataSourceProperty("socketTimeout", Long.toString(timeout.toMillis()));
        }
    }

    /**
     * An H2 file, for one node without a database.
     *
     * @param file without ending
     * @throws IllegalStateException if it cannot be opened; the message tells what to do
     */
    public static SessionDatabase embedded(Path file, Duration timeout) {
        // WRITE_DELAY: what was answered is in the file, also if the process is killed.
        // TRACE_LEVEL_FILE: H2 would write its exceptions, which may quote a row, into a file beside the database.
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
            LOG.log(Level.WARNING, "A database driver stays registered", e);
        }
    }
}
