package org.boundsession.records;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.Driver;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.RunScript;

/**
 * Sample employees, customers and payments in an in-memory H2 database, for an installation without a DataSource
 * {@code jdbc/records}.
 *
 * <p>Each instance has a private database; its DataSource has only the SELECT privilege. Thread-safe. {@code close}
 * leaves no database, thread or driver.
 */
public final class SampleRecords implements AutoCloseable {
    private static final String SCRIPT = "sample-records.sql";
    private static final String READER = "READER";
    private static final int CONNECTIONS = 32;

    private final JdbcDataSource owner;
    private final JdbcConnectionPool readers;

    /** @throws IllegalStateException if the samples cannot be built */
    public SampleRecords() {
        owner = new JdbcDataSource();
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        // No exit detector: its shutdown hook would hold the application's class loader.
        owner.setURL(url + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
        owner.setUser("OWNER");
        owner.setPassword(UUID.randomUUID().toString());
        String password = UUID.randomUUID().toString();
        readers = JdbcConnectionPool.create(url + ";IFEXISTS=TRUE", READER, password);
        readers.setMaxConnections(CONNECTIONS);
        try {
            fill(password);
        } catch (SQLException | IOException e) {
            close();
            throw new IllegalStateException("The sample records cannot be built", e);
        }
    }

    public DataSource dataSource() {
        return readers;
    }

    @Override
    public void close() {
        readers.dispose();
        shutDown();
        unloadDriver();
    }

    private void fill(String password) throws SQLException, IOException {
        try (Connection connection = owner.getConnection();
                Reader script = script()) {
            RunScript.execute(connection, script);
            createReader(connection, password);
        }
    }

    private static void createReader(Connection connection, String password) throws SQLException {
        try (PreparedStatement user = connection.prepareStatement("CREATE USER " + READER + " PASSWORD ?");
                Statement grant = connection.createStatement()) {
            user.setString(1, password);
            user.execute();
            grant.execute("GRANT SELECT ON SCHEMA PUBLIC TO " + READER);
        }
    }

    private static Reader script() throws IOException {
        InputStream script = SampleRecords.class.getResourceAsStream(SCRIPT);
        if (script == null) {
            throw new FileNotFoundException(SCRIPT);
        }
        return new InputStreamReader(script, StandardCharsets.UTF_8);
    }

    private void shutDown() {
        try (Connection connection = owner.getConnection();
                Statement shutdown = connection.createStatement()) {
            shutdown.execute("SHUTDOWN");
        } catch (SQLException e) {
            System.getLogger(SampleRecords.class.getName())
                    .log(System.Logger.Level.WARNING, "The database of the sample records could not be shut down", e);
        }
    }

    // H2 registers itself with the JVM's DriverManager, which would hold the application's class loader. An H2 that the
    // container shares among its applications stays registered for them.
    private static void unloadDriver() {
        if (Driver.class.getClassLoader() == SampleRecords.class.getClassLoader()) {
            Driver.unload();
        }
    }
}
