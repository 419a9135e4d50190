package org.boundsession.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The file {@code openapi.yaml}: its paths, and the schemas of its answers. Thread-safe. */
final class ApiDescription {

    private static final Path FILE = Path.of("webapp/openapi.yaml");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");
    /** Any number of segments, which OpenAPI cannot say. */
    private static final String BELOW = "{below}";

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig ASSERT_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode root;
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    ApiDescription() {
        try {
            root = new YAMLMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Returns the path item of a path below the context root; empty if there is none. */
    Optional<JsonNode> pathItem(String path) {
        return root.path("paths").properties().stream()
                .filter(item -> fits(item.getKey(), path))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean fits(String template, String path) {
        if (template.endsWith(BELOW)) {
            return path.startsWith(template.replace(BELOW, ""));
        }
        return template.contains("{")
                ? Pattern.matches(PARAMETER.matcher(template).replaceAll("[^/]+"), path)
                : template.equals(path);
    }

    /** Returns the operations of a path item. */
    static Stream<JsonNode> operations(JsonNode pathItem) {
        return pathItem.properties().stream().map(Map.Entry::getValue);
    }

    /** Returns the node itself, or the one that its {@code $ref} names. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").textValue().substring(1)) : node;
    }

    /** Returns what is wrong with a value; empty if the schema describes it. */
    Set<String> violations(JsonNode schema, JsonNode value) {
        Set<String> violations = new TreeSet<>();
        for (ValidationMessage message :
                compiled.computeIfAbsent(schema, this::compile).validate(value)) {
            violations.add(message.getMessage());
        }
        return violations;
    }

    /** A reference in a schema begins at the root of the document. */
    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", root.path("components"));
        return SCHEMAS.getSchema(whole, ASSERT_FORMATS);
    }
}
