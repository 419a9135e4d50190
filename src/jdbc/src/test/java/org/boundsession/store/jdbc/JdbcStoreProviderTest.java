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

    @Test
    void acceptsUrlsOfDrivers() {
        Format<Optional<String>> format = JdbcStoreProvider.URL.format();

        assertThat(format.parse("jdbc:postgresql://db/sessions")).isPresent();
        assertThat(format.parse("postgresql://db/sessions")).isEmpty();
        assertThat(format.expectation()).isEqualTo("a URL that begins with jdbc:");
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
