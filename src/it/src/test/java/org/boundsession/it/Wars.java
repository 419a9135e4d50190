package org.boundsession.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.boundsession.binding.BindingScheme;
import org.boundsession.kind.DigestScheme;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Provides the packaged WAR, and copies of it with another web.xml. */
public final class Wars {

    private static final String WEB_XML = "/WEB-INF/web.xml";

    private Wars() {}

    /**
     * The WAR as it is, or, if the suite runs on another store or with another kind of binding ({@code
     * -Dit.kind=digest}), a copy that says so.
     */
    public static WebArchive packaged() {
        if (System.getProperty("it.kind", "").equals("digest")) {
            return withAnotherKind();
        }
        return StoreUnderTest.isContainer() ? original() : withWebXml("bound-session", UnaryOperator.identity());
    }

    /** Sessions are bound by a class of the tests, because no client sends the header of the product's own kind. */
    static WebArchive withAnotherKind() {
        return withWebXml(
                        "another-kind",
                        all(parameter("secret-header", "x-unused"), parameter("bindings", "secret,digest")))
                .addPackage(DigestScheme.class.getPackage())
                .addAsServiceProvider(BindingScheme.class, DigestScheme.class);
    }

    private static WebArchive original() {
        return ShrinkWrap.create(ZipImporter.class, "bound-session.war")
                .importFrom(new File(System.getProperty("it.war")))
                .as(WebArchive.class);
    }

    public static WebArchive withWebXml(String name, UnaryOperator<String> change) {
        WebArchive war = ShrinkWrap.create(ZipImporter.class, name + ".war")
                .importFrom(new File(System.getProperty("it.war")))
                .as(WebArchive.class);
        try (InputStream in = war.get(WEB_XML).getAsset().openStream()) {
            String before = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String after = onStore(change.apply(before));
            if (after.equals(before)) {
                throw new IllegalArgumentException("the change to web.xml changes nothing");
            }
            war.delete(WEB_XML);
            return war.add(new StringAsset(after), WEB_XML);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String onStore(String xml) {
        return StoreUnderTest.isContainer() ? xml : StoreUnderTest.webXml().apply(xml);
    }

    public static UnaryOperator<String> maxAge(int seconds) {
        return xml -> xml.replaceFirst("<max-age>\\d+</max-age>", "<max-age>" + seconds + "</max-age>");
    }

    public static UnaryOperator<String> parameter(String key, String value) {
        return xml -> xml.replaceFirst(
                "(?s)(<param-name>bound-session\\." + key
                        + "</param-name>\\s*)(<param-value>[^<]*</param-value>|<param-value/>)",
                "$1<param-value>" + value + "</param-value>");
    }

    /** Adds a servlet of a test before the first servlet of the application. */
    public static UnaryOperator<String> servlet(String type, String path, String access) {
        String entry = """
                <servlet>
                  <servlet-name>%4$s</servlet-name>
                  <servlet-class>%1$s</servlet-class>
                  <init-param><param-name>bound-session.access</param-name><param-value>%3$s</param-value></init-param>
                  <async-supported>true</async-supported>
                </servlet>
                <servlet-mapping>
                  <servlet-name>%4$s</servlet-name>
                  <url-pattern>%2$s</url-pattern>
                </servlet-mapping>
                """.formatted(type, path, access, path.substring(1));
        return xml -> xml.replaceFirst("(?=<servlet>)", Matcher.quoteReplacement(entry));
    }

    /** Lets Arquillian run tests inside: its servlet comes as a web fragment, which web.xml refuses. */
    public static UnaryOperator<String> testRunner() {
        return servlet(
                "org.jboss.arquillian.protocol.servlet5.runner.ServletTestRunner",
                "/ArquillianServletRunnerEE9",
                "public");
    }

    @SafeVarargs
    public static UnaryOperator<String> all(UnaryOperator<String>... changes) {
        return xml -> {
            String changed = xml;
            for (UnaryOperator<String> change : changes) {
                changed = change.apply(changed);
            }
            return changed;
        };
    }
}
