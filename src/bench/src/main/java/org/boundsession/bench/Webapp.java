package org.boundsession.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;

/**
 * Makes a contender's directory into the root application of a Tomcat: its Java sources, with those of {@code shared},
 * compiled into classes, everything else as it is.
 */
final class Webapp {

    private static final Path CONTENDERS = Path.of("src/bench/contenders");
    private static final Path LIBRARIES = Path.of("target/bench/lib");

    private final Path source;
    private final boolean overWar;

    private Webapp(Path source, boolean overWar) {
        this.source = source;
        this.overWar = overWar;
    }

    static Webapp of(String contender) {
        return new Webapp(CONTENDERS.resolve(contender), false);
    }

    /** Lays it over the WAR as it was packaged; {@code servlets.xml} goes into its web.xml. */
    Webapp overPackagedWar() {
        return new Webapp(source, true);
    }

    void buildIn(Path base) throws IOException {
        Path root = base.resolve("webapps/ROOT");
        Path libraries = root.resolve("WEB-INF/lib");
        Files.createDirectories(libraries);
        if (overWar) {
            unpackWar(root);
            addServlets(root.resolve("WEB-INF/web.xml"));
        }
        copy(source, root);
        Path own = LIBRARIES.resolve(source.getFileName());
        if (Files.isDirectory(own)) {
            copy(own, libraries);
        }
        compile(root.resolve("WEB-INF/classes"));
    }

    static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Webapp.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Path jarOf(String type) throws ReflectiveOperationException {
        return Path.of(Class.forName(type)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    private void addServlets(Path webXml) throws IOException {
        String xml = Files.readString(webXml);
        int first = xml.indexOf("<servlet>");
        Files.writeString(
                webXml,
                xml.substring(0, first) + Files.readString(source.resolve("servlets.xml")) + xml.substring(first));
    }

    private void compile(Path classes) throws IOException {
        List<String> arguments =
                // With the classes that the WAR has besides its libraries, if it is laid over one.
                new ArrayList<>(
                        List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classes + ":" + classPath()));
        Files.createDirectories(classes);
        for (Path directory : List.of(CONTENDERS.resolve("shared"), source)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
            }
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException(source + " does not compile");
        }
    }

    /** This JVM's, which has all libraries of all contenders, and the Tomcat's. */
    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("it.tomcat.home"), "lib"))) {
            return Stream.concat(Stream.of(System.getProperty("java.class.path")), jars.map(Path::toString))
                    .collect(Collectors.joining(":"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".java"))
                    .toList()) {
                Path copied = to.resolve(from.relativize(file));
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
            }
        }
    }

    private static void unpackWar(Path root) throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("it.war"))) {
            for (Enumeration<? extends ZipEntry> entries = war.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = root.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (!entry.isDirectory()) {
                    try (InputStream in = war.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
    }
}
