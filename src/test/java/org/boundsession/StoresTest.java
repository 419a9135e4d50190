package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoresTest {

    @Test
    void namesAnEmbeddedFileOfItsOwnForEachApplicationAndVirtualHost() {
        List<String> names = Stream.of(
                        Stores.fileName("Catalina/localhost", "/"),
                        Stores.fileName("Catalina/localhost", "/a"),
                        Stores.fileName("Catalina/localhost", "/A"),
                        Stores.fileName("Catalina/localhost", "/a/b"),
                        Stores.fileName("Catalina/localhost", "/a_b"),
                        Stores.fileName("Catalina/example.org", "/a"),
                        Stores.fileName(null, "/a"),
                        Stores.fileName("Catalina/localhost", "../../etc/passwd;INIT=RUNSCRIPT"),
                        Stores.fileName("Catalina/localhost", "x".repeat(255)))
                .toList();

        assertThat(names)
                .allMatch(name -> name.matches("[A-Za-z0-9][A-Za-z0-9._-]{10,120}"))
                .doesNotHaveDuplicates();
        assertThat(Stores.fileName("Catalina/localhost", "/a")).isEqualTo(names.get(1));
    }
}
