package org.boundsession.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.boundsession.client.BoundSessionClient;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a user of the client gets: one small jar, and nothing with it. */
class ClientJarIT {

    private static Path jar() throws Exception {
        return Path.of(BoundSessionClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    @Test
    void isBelow42Kilobytes() throws Exception {
        assertThat(jar()).isRegularFile();
        assertThat(Files.size(jar())).isLessThan(43_000);
    }

    @Test
    void hasTheClassesOfTheClientOnly() throws Exception {
        try (JarFile jar = new JarFile(jar().toFile())) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(Object::toString))
                    .isNotEmpty()
                    .allMatch(name -> name.equals("META-INF/MANIFEST.MF")
                            || name.matches("org/boundsession/client/[A-Za-z$-]+\\.class"));
        }
    }

    @Test
    void needsNothingButTheJdk() throws Exception {
        StringWriter modules = new StringWriter();
        PrintWriter out = new PrintWriter(modules);
        // Annotations that are not there are ignored at run time (JLS 9.6.4.2).
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(out, out, "--ignore-missing-deps", "--print-module-deps", jar().toString());

        assertThat(modules.toString().strip()).isEqualTo("java.base,java.net.http");
    }

    @Test
    void bringsNoDependency() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("src/client/pom.xml").toFile());
        NodeList dependencies = pom.getElementsByTagName("dependency");

        assertThat(dependencies.getLength()).isPositive();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            assertThat(text(dependency, "scope"))
                    .as(text(dependency, "artifactId"))
                    .isIn("test", "provided");
        }
    }

    private static String text(Element element, String name) {
        return element.getElementsByTagName(name).item(0).getTextContent().strip();
    }
}
