package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.boundsession.servers.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with which an administrator proves a database, as it is packaged. */
class ContractJarIT {

    private static final String PASSWORD = "a-password-of-mine";
    private static final long MAX_SECONDS = 120;

    @TempDir
    Path directory;

    private record Result(int exit, String output) {}

    @Test
    void provesDatabaseThatIsInUseAndLeavesNothing() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            server.execute("CREATE ROLE owner LOGIN PASSWORD '" + PASSWORD + "'");
            server.execute("GRANT CREATE ON SCHEMA public TO owner");
            server.requirePasswords();
            String url = server.jdbcUrl().replaceAll("\\?.*", "");

            Result first = run("--url", url, "--user", "owner");
            server.execute("INSERT INTO bound_session SELECT 'k', 'alice', 0, 0, 1, 1, 1, '{}', 1, '/', 'u', 'r', 'b',"
                    + " 0, 's', NULL");
            Result second = run("--url", url, "--user", "owner");

            assertThat(first.exit()).as(first.output()).isZero();
            assertThat(first.output())
                    .contains("passed: finds what was inserted", "0 failed: PostgreSQL 17", "can keep sessions")
                    .doesNotContain(PASSWORD, url);
            assertThat(second.exit()).as(second.output()).isZero();
            assertThat(server.texts("SELECT session_key FROM bound_session")).containsExactly("k");
        }
    }

    @Test
    void namesTheCheckThatATableDoesNotPass() throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("sessions").toAbsolutePath();
        assertThat(run("--url", url, "--user", "me").exit()).isZero();
        execute(url, "ALTER TABLE bound_session ALTER COLUMN principal VARCHAR_IGNORECASE(5)");

        Result result = run("--url", url, "--user", "me");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .contains("FAILED: keeps attributes of every kind as they are", "must not keep sessions")
                .containsPattern("FAILED: [^\\n]*\\n +the session database refused a call, SQLSTATE 22001")
                .doesNotContain(PASSWORD);
    }

    @Test
    void saysWhyADatabaseCannotBeUsed() throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("absent").toAbsolutePath() + ";IFEXISTS=TRUE";

        Result result = run("--url", url, "--user", "me");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output()).contains("FAILED: --url: the server has no such database");
        assertThat(run("--password", PASSWORD).exit()).isEqualTo(2);
    }

    @Test
    void takesDriverThatItDoesNotBring() throws Exception {
        Path jar = directory.resolve("driver.jar");
        String name = ElsewhereDriver.class.getName();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("META-INF/services/" + Driver.class.getName()));
            entries.write(name.getBytes(StandardCharsets.UTF_8));
            String file = name.replace('.', '/') + ".class";
            entries.putNextEntry(new JarEntry(file));
            ElsewhereDriver.class.getClassLoader().getResourceAsStream(file).transferTo(entries);
        }
        String url = "jdbc:elsewhere:mem:contract;DB_CLOSE_DELAY=-1";

        assertThat(run("--url", url, "--user", "me").output())
                .contains("a URL that one of the installed drivers accepts");
        Result result = run("--url", url, "--user", "me", "--driver", jar.toString());

        assertThat(result.exit()).as(result.output()).isZero();
    }

    private static void execute(String url, String sql) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "me");
        properties.setProperty("password", PASSWORD);
        try (Connection connection = new org.h2.Driver().connect(url, properties);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** With the password on the standard input. */
    private Result run(String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(process.waitFor(), Files.readString(output));
    }

    private static Path jar() throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(Path.of("src/jdbc/target"), "bound-session-jdbc-*-contract.jar")) {
            return jars.iterator().next();
        }
    }
}
