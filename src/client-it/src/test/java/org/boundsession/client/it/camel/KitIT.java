package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;

/** The zip of the kit. */
class KitIT {

    private static final List<String> SCRIPTS =
            Scripts.STEPS.stream().map(Scripts::file).toList();

    @Test
    void bringsAllFiles() throws IOException {
        try (ZipFile zip = open()) {
            assertThat(zip.stream().map(ZipEntry::getName).filter(name -> !name.endsWith("/")))
                    .contains(
                            "bound-session-cpi/CONFIGURATION.md",
                            "bound-session-cpi/flow.svg",
                            "bound-session-cpi/two-users.camel.yaml",
                            "bound-session-cpi/LICENSE")
                    .containsAll(
                            SCRIPTS.stream().map("bound-session-cpi/"::concat).toList())
                    .containsAll(SCRIPTS.stream()
                            .map("bound-session-cpi/v2/"::concat)
                            .toList());
        }
    }

    @Test
    void changesTheImportOnlyForTheSecondVersionOfTheScriptApi() throws IOException {
        try (ZipFile zip = open()) {
            for (String script : SCRIPTS) {
                String first = text(zip, script);

                assertThat(first).isEqualTo(Guide.read(Path.of("src/client/cpi", script)));
                assertThat(text(zip, "v2/" + script))
                        .isEqualTo(Guide.replaced(
                                first,
                                "import com.sap.gateway.ip.core.customdev.util.Message",
                                "import com.sap.it.script.v2.api.Message"));
            }
        }
    }

    private static ZipFile open() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return new ZipFile(
                    files.filter(file -> file.getFileName().toString().matches("bound-session-cpi-.*\\.zip"))
                            .findFirst()
                            .orElseThrow()
                            .toFile());
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        byte[] bytes =
                zip.getInputStream(zip.getEntry("bound-session-cpi/" + name)).readAllBytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
