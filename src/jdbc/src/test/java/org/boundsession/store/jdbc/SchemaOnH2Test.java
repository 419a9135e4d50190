package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SchemaOnH2Test extends SchemaContract {

    private static final String URL = "jdbc:h2:mem:schema";

    private static Connection keptOpen;

    @BeforeAll
    static void start() throws SQLException {
        // An embedded database without a password, in memory as long as this is open.
        keptOpen = new org.h2.Driver().connect(URL, new Properties());
        try (Statement statement = keptOpen.createStatement()) {
            statement.execute("CREATE USER " + OWNER + " PASSWORD '" + PASSWORD + "' ADMIN");
            statement.execute("CREATE USER " + USER + " PASSWORD '" + PASSWORD + "'");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        keptOpen.close();
    }

    @Override
    String product() {
        return "h2";
    }

    @Override
    String url() {
        return URL;
    }

    @Override
    Driver driver() throws SQLException {
        return new org.h2.Driver();
    }

    @Override
    Connection admin() throws SQLException {
        return connect("", "");
    }

    /** An H2 file serves one node; H2 copies a table to alter it and may lose what another connection inserts meanwhile. */
    @Override
    int nodes() {
        return 1;
    }

    @Override
    List<String> indexes() throws SQLException {
        return texts("SELECT index_name FROM information_schema.indexes WHERE table_name = 'BOUND_SESSION'").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }
}
