package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.boundsession.settings.Setting;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The context parameters of {@code web.xml} and the table of settings in the documentation say what the code does. */
class DocumentedSettingsTest {

    private static final List<Setting<?>> SETTINGS = Stores.onClassPath().settings();
    private static final Path README = Path.of("README.md");
    private static final Path GUIDE = Path.of("src/docs");

    private static final Pattern TABLE = Pattern.compile("\\| key \\| default \\|.*\n\\|[-:| ]+\n((?:\\|.*\n)+)");
    private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| (.+?) \\| (.+) \\|\n");
    private static final Pattern RANGE = Pattern.compile("\\d+ to \\d+");
    private static final Pattern UNIT = Pattern.compile("\\b(?:seconds|milliseconds|bytes)\\b");

    /** A setting as a document states it. */
    private record Stated(String key, String defaultText, String text) {}

    @Test
    void areAllKnown() {
        assertThat(Arrays.stream(KnownSettings.class.getDeclaredFields())
                        .filter(field -> field.getType() == Setting.class && Modifier.isStatic(field.getModifiers()))
                        .map(DocumentedSettingsTest::valueOf))
                .containsExactlyInAnyOrderElementsOf(KnownSettings.FIXED);
        assertThat(SETTINGS).extracting(Setting::key).doesNotHaveDuplicates();
    }

    @Test
    void standInWebXmlWithDefaultAndDescription() throws IOException, ParserConfigurationException, SAXException {
        assertThat(contextParameters())
                .containsExactlyInAnyOrderElementsOf(SETTINGS.stream()
                        .map(setting -> new Stated(setting.key(), setting.defaultText(), setting.description()))
                        .toList());
    }

    @Test
    void standInOneTableOfTheDocumentation() throws IOException {
        assertThat(table()).extracting(Stated::key).containsExactlyInAnyOrderElementsOf(keys());
    }

    @Test
    void haveTheirDefaultsInTheTable() throws IOException {
        assertThat(table()).allSatisfy(row -> {
            String defaultText = setting(row.key()).defaultText();
            if (defaultText.isEmpty()) {
                assertThat(row.defaultText()).as(row.key()).isIn("none", "the context path", "the host's name");
            } else {
                assertThat(row.defaultText()).as(row.key()).isEqualTo(defaultText);
            }
        });
    }

    /** A row may leave a range out, but not state another. */
    @Test
    void haveTheirUnitsInTheTableAndNoOtherRange() throws IOException {
        List<Stated> table = table();

        assertThat(table).allSatisfy(row -> {
            Set<String> ranges = new HashSet<>();
            table.stream()
                    .filter(other -> other.text().equals(row.text()))
                    .forEach(other -> ranges.addAll(matches(RANGE, expectation(other))));
            assertThat(ranges).as(row.key()).containsAll(matches(RANGE, row.text()));
            assertThat(matches(UNIT, row.text())).as(row.key()).containsAll(matches(UNIT, expectation(row)));
        });
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Set<String> matches = new HashSet<>();
        pattern.matcher(text).results().map(MatchResult::group).forEach(matches::add);
        return matches;
    }

    private static String expectation(Stated row) {
        return setting(row.key()).format().expectation();
    }

    private static Setting<?> setting(String key) {
        return SETTINGS.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The documentation has an unknown setting " + key));
    }

    private static List<String> keys() {
        return SETTINGS.stream().<String>map(Setting::key).toList();
    }

    private static Object valueOf(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of the one table of settings, wherever it is. */
    private static List<Stated> table() throws IOException {
        List<String> tables = new ArrayList<>();
        for (Path document : documents()) {
            TABLE.matcher(Files.readString(document)).results().forEach(table -> tables.add(table.group(1)));
        }
        assertThat(tables).as("tables with the columns key and default").hasSize(1);
        return rows(tables.get(0));
    }

    private static List<Path> documents() throws IOException {
        if (!Files.exists(GUIDE)) {
            return List.of(README);
        }
        try (Stream<Path> files = Files.walk(GUIDE)) {
            return Stream.concat(
                            Stream.of(README),
                            files.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    /** A row may have several keys, with a default for each or one for all. */
    private static List<Stated> rows(String table) {
        return ROW.matcher(table)
                .results()
                .flatMap(row -> {
                    List<String> keys = cells(row.group(1));
                    List<String> defaults = cells(row.group(2));
                    return IntStream.range(0, keys.size())
                            .mapToObj(i -> new Stated(
                                    keys.get(i), defaults.get(Math.min(i, defaults.size() - 1)), row.group(3)));
                })
                .toList();
    }

    private static List<String> cells(String cell) {
        return List.of(cell.replace("`", "").strip().split(", "));
    }

    private static List<Stated> contextParameters() throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        Document document = factory.newDocumentBuilder()
                .parse(Path.of("webapp/WEB-INF/web.xml").toFile());
        NodeList parameters = document.getElementsByTagName("context-param");
        return IntStream.range(0, parameters.getLength())
                .mapToObj(i -> stated((Element) parameters.item(i)))
                .toList();
    }

    private static Stated stated(Element parameter) {
        String name = text(parameter, "param-name");
        assertThat(name).startsWith(Setting.PREFIX);
        return new Stated(
                name.substring(Setting.PREFIX.length()),
                text(parameter, "param-value"),
                text(parameter, "description"));
    }

    private static String text(Element parent, String name) {
        return Optional.ofNullable(parent.getElementsByTagName(name).item(0))
                .map(element -> element.getTextContent().strip().replaceAll("\\s+", " "))
                .orElse("missing");
    }
}
