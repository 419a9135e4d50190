package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.boundsession.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only an admin can correct stops the deployment; what may end by itself does not. */
class ConfigurationErrorsTest {

    private static final String PLACE = "bound-session.jdbc-url (environment variable BOUND_SESSION_JDBC_URL): ";
    private static final String PASSWORD = "a-password-of-mine";

    @TempDir
    Path directory;

    private String file() {
        return "jdbc:h2:file:" + directory.resolve("sessions").toAbsolutePath();
    }

    @Test
    void refusesFileOfAnotherProcess() throws Exception {
        Start.at(file(), "me", PASSWORD).opened(store -> store.findExpired());
        try (FileChannel channel = FileChannel.open(directory.resolve("sessions.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();

            assertThat(Start.at(file(), "me", PASSWORD).refusal())
                    .startsWith(PLACE)
                    .contains("is in use by another process", "90020");
        }
    }

    @Test
    void refusesFileThatCanOnlyBeRead() throws Exception {
        Start.at(file(), "me", PASSWORD).opened(store -> store.findExpired());

        assertThat(Start.at(file() + ";ACCESS_MODE_DATA=r", "me", PASSWORD).refusal())
                .startsWith(PLACE)
                .contains("can only be read");
    }

    @Test
    void refusesDirectoryThatCannotBeMade() throws Exception {
        Path noDirectory = Files.writeString(directory.resolve("a-file"), "");

        assertThat(Start.at("jdbc:h2:file:" + noDirectory.resolve("sessions").toAbsolutePath(), "me", PASSWORD)
                        .refusal())
                .startsWith(PLACE)
                .contains("Make its directory writable");
    }

    @Test
    void refusesUrlWithUserAndPasswordAndQuotesNothingOfIt() {
        for (String url : List.of(
                "jdbc:postgresql://me:S3cret@db/sessions",
                "jdbc:mariadb://me:S3cret@db/sessions?a=b",
                "jdbc:oracle:thin:me/S3cret@//db:1521/sessions")) {
            assertThatThrownBy(() -> Start.at(url, "me", PASSWORD).refusal())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(PLACE)
                    .hasMessageContaining("bound-session.jdbc-user")
                    .hasMessageNotContaining("S3cret")
                    .hasNoCause();
        }
    }

    @Test
    void refusesPortOutOfRange() throws Exception {
        assertThat(Start.at("jdbc:mariadb://127.0.0.1:99999/sessions", "me", PASSWORD)
                        .refusal())
                .startsWith(PLACE)
                .contains("Correct its parameters");
    }

    @Test
    void refusesWrongPasswordAndSaysNeitherItNorTheUrl() throws Exception {
        Start.at(file(), "me", "another").opened(store -> store.findExpired());

        assertThat(Start.at(file(), "me", PASSWORD).refusal())
                .startsWith(PLACE)
                .contains("refuses the user or the password", "jdbc-password", "SQLSTATE 28000")
                .doesNotContain(PASSWORD, directory.toString());
    }

    @Test
    void refusesDatabaseThatIsMissing() throws Exception {
        assertThat(Start.at(file() + ";IFEXISTS=TRUE", "me", PASSWORD).refusal())
                .contains("no such database", "SQLSTATE 90146");
    }

    @Test
    void deploysWhileTheServerCannotBeReached() throws Exception {
        Start.at("jdbc:postgresql://127.0.0.1:" + freePort() + "/sessions", "me", PASSWORD)
                .opened(store -> assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(store::probe)
                        .withMessageContaining("cannot be reached, SQLSTATE 08001")
                        .matches(StoreUnavailableException::isUnreachable));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void refusesDatabaseOfAnotherProduct() {
        try (JdbcSessionStore store = store(Pools.product("Apache Derby"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.ensureSchema("JNDI jdbc/sessions"))
                    .withMessageStartingWith("JNDI jdbc/sessions: expected ")
                    .withMessageContaining("Apache Derby");
        }
    }

    /** The deployment went on, so the log has to say it. */
    @Test
    void tellsLaterThatTheDatabaseIsOfAnotherProduct() {
        boolean[] down = {true};
        DataSource later = Pools.handing(Pools.product("Apache Derby"), connection -> {
            if (down[0]) {
                throw new SQLException("quotes jdbc:derby://root:" + PASSWORD + "@db", "08001");
            }
        });
        try (JdbcSessionStore store = store(later)) {
            store.ensureSchema();
            down[0] = false;

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(store::probe)
                    .withMessageContainingAll("bound-session.store=jdbc", "expected ", "Apache Derby")
                    .matches(refused -> !refused.isUnreachable());
        }
    }

    /** As Tomcat's pool says it. */
    @Test
    void refusesDataSourceWithoutItsDriver() {
        DataSource lacking = failing(new SQLException(
                "Cannot load JDBC driver class 'com.example.Driver'",
                new ClassNotFoundException("com.example.Driver")));
        try (JdbcSessionStore store = store(lacking)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.ensureSchema("JNDI jdbc/sessions"))
                    .withMessageContaining("there is no driver for this URL");
        }
    }

    /** As Tomcat's pool wraps what the driver threw, without its SQLSTATE. */
    @Test
    void refusesDataSourceWithAWrongPassword() {
        SQLException wrapped = new SQLException(
                "Cannot create PoolableConnectionFactory", new SQLException("no " + PASSWORD, "28000", 1045));
        try (JdbcSessionStore store = store(failing(wrapped))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.ensureSchema("JNDI jdbc/sessions"))
                    .withMessageContaining("or those of the DataSource (SQLSTATE 28000, error 1045)");
        }
    }

    @Test
    void withholdsTheTextOfADriver() {
        SQLException quoting = new SQLException(
                "jdbc:mariadb://root:" + PASSWORD + "@db", "08000", 7, new IOException(PASSWORD + " is refused"));
        try (JdbcSessionStore store = store(failing(quoting))) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(store::probe)
                    .withMessage("the session database cannot be reached, SQLSTATE 08000, error 7")
                    .satisfies(e -> assertThat(e).hasStackTraceContaining("java.io.IOException"))
                    .satisfies(e -> assertThat(
                                    e.getCause().toString() + e.getCause().getCause())
                            .doesNotContain(PASSWORD));
        }
    }

    private static JdbcSessionStore store(DataSource dataSource) {
        return new JdbcSessionStore(dataSource, "/", Duration.ofSeconds(2), Clock.systemUTC());
    }

    private static DataSource failing(SQLException failure) {
        return Pools.handing(Pools.memory(), connection -> {
            throw failure;
        });
    }
}
