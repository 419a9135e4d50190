package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The README's table of settings, the context parameters of {@code web.xml}, and the keys that the application reads. */
class DocumentedSettingsTest {

    private static final Pattern ROW = Pattern.compile("\\| (`[a-z`, -]+`) \\| ([^|]*) \\|.*");

    @Test
    void standInTheReadmeAndInWebXml() throws IOException, ParserConfigurationException, SAXException {
        assertThat(readme().keySet()).isEqualTo(Source.KEYS);
        assertThat(webXml().keySet()).isEqualTo(Source.KEYS);
    }

    @Test
    void haveTheSameDefaultsInBoth() throws IOException, ParserConfigurationException, SAXException {
        Map<String, String> readme = readme();

        assertThat(webXml()).allSatisfy((key, value) -> {
            if (value.isEmpty()) {
                assertThat(readme.get(key)).as(key).isIn("none", "the context path");
            } else {
                assertThat(readme).as("README").containsEntry(key, value);
            }
        });
    }

    /** The defaults by key. A row may have several keys, with a default for each or one for all. */
    private static Map<String, String> readme() throws IOException {
        String text = Files.readString(Path.of("README.md"));
        String table = text.substring(text.indexOf("## Configuration"), text.indexOf("## Client protocol"));
        Map<String, String> defaults = new TreeMap<>();
        for (Matcher row = ROW.matcher(table); row.find(); ) {
            String[] keys = row.group(1).replace("`", "").split(", ");
            String[] values = row.group(2).replace("`", "").split(", ");
            for (int i = 0; i < keys.length; i++) {
                defaults.put(keys[i], values[Math.min(i, values.length - 1)]);
            }
        }
        return defaults;
    }

    private static Map<String, String> webXml() throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        Document document = factory.newDocumentBuilder()
                .parse(Path.of("webapp/WEB-INF/web.xml").toFile());
        NodeList parameters = document.getElementsByTagName("context-param");
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < parameters.getLength(); i++) {
            Element parameter = (Element) parameters.item(i);
            values.put(text(parameter, "param-name").substring(Source.PREFIX.length()), text(parameter, "param-value"));
        }
        return values;
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent().strip();
    }
}
