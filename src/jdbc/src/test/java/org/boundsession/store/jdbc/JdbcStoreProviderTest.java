package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.boundsession.settings.Format;
import org.junit.jupiter.api.Test;

class JdbcStoreProviderTest {

    private static final Format<Optional<String>> URL = JdbcStoreProvider.URL.format();

    @Test
    void acceptsUrlsOfDrivers() {
        assertThat(List.of(
                        "jdbc:postgresql://db/sessions",
                        "jdbc:postgresql:sessions",
                        "jdbc:postgresql://a:5432,[2001:db8::1]:5433/sessions?user=me&password=a@b//c",
                        "jdbc:mariadb://a,b/sessions?sessionVariables=wsrep_sync_wait=1",
                        "jdbc:mysql://db/sessions",
                        "jdbc:h2:file:/data/sessions;MODE=Oracle",
                        "jdbc:sqlserver://db;user=me;password=a@b",
                        "jdbc:oracle:thin:@//db:1521/sessions",
                        "jdbc:oracle:thin:@tcps://db:1521/sessions",
                        "jdbc:oracle:thin:/@alias",
                        "jdbc:oracle:thin:/@//db:1521/sessions",
                        "jdbc:db2://db:50000/sessions:user=me;"))
                .allSatisfy(url -> assertThat(URL.parse(url)).isPresent());
    }

    @Test
    void refusesUrlsThatADriverWouldLogWithTheirPassword() {
        assertThat(List.of(
                        "postgresql://db/sessions",
                        "jdbc:postgresql://me:S3cret@db/sessions",
                        "jdbc:postgresql://me:S3;cret@db/sessions",
                        "jdbc:postgresql://me:S3/cret@db/sessions",
                        "jdbc:postgresql://db/a/b?user=me&password=S3cret",
                        "jdbc:mariadb://me:S3cret@db/sessions?a=b",
                        "jdbc:oracle:thin:me/S3cret@//db:1521/sessions",
                        "jdbc:oracle:oci:me/S3cret@db"))
                .allSatisfy(url -> assertThat(URL.parse(url)).isEmpty());
        assertThat(URL.expectation()).contains("bound-session.jdbc-user");
    }

    @Test
    void namesAnEmbeddedFileOfItsOwnForEachApplicationAndVirtualHost() {
        List<String> names = Stream.of(
                        JdbcStoreProvider.fileName("Catalina/localhost", "/"),
                        JdbcStoreProvider.fileName("Catalina/localhost", "/a"),
                        JdbcStoreProvider.fileName("Catalina/localhost", "/A"),
                        JdbcStoreProvider.fileName("Catalina/localhost", "/a/b"),
                        JdbcStoreProvider.fileName("Catalina/localhost", "/a_b"),
                        JdbcStoreProvider.fileName("Catalina/example.org", "/a"),
                        JdbcStoreProvider.fileName(null, "/a"),
                        JdbcStoreProvider.fileName("Catalina/localhost", "../../etc/passwd;INIT=RUNSCRIPT"),
                        JdbcStoreProvider.fileName("Catalina/localhost", "x".repeat(255)))
                .toList();

        assertThat(names)
                .allMatch(name -> name.matches("[A-Za-z0-9][A-Za-z0-9._-]{10,120}"))
                .doesNotHaveDuplicates();
        assertThat(JdbcStoreProvider.fileName("Catalina/localhost", "/a")).isEqualTo(names.get(1));
    }

    @Test
    void saysThatTheEmbeddedDatabaseIsMissing() {
        ClassLoader withoutH2 = ClassLoader.getPlatformClassLoader();

        assertThatThrownBy(() -> EmbeddedFile.requireDriver(withoutH2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "bound-session.jdbc-url: required for store=jdbc without a DataSource jdbc/sessions in JNDI,"
                                + " because this application does not contain H2 (com.h2database:h2)");
        assertThatCode(() -> EmbeddedFile.requireDriver(getClass().getClassLoader()))
                .doesNotThrowAnyException();
    }
}
