package org.boundsession.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serializes session attributes as versioned JSON: {@code {"v":1,"attributes":{"name":"value","count":{"int":1},…}}}.
 * Only strings, numbers and booleans are supported, so that deserialization never creates an object of an attacker's
 * choice. Thread-safe.
 */
public final class AttributesJson {

    private static final int VERSION = 1;
    private static final String INT = "int";

    /**
     * Has its own buffer pool: the default one keeps buffers in thread-locals of the container's threads, which
     * outlive the application. Writes ASCII only, so that no character set of a database changes a value, not even an
     * unpaired surrogate.
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newLockFreePool())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private AttributesJson() {}

    public static String write(Map<String, Object> attributes) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
                json.writeFieldName(attribute.getKey());
                write(json, attribute.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string cannot fail", e);
        }
        return text.toString();
    }

    /** An Integer is written with its type, so that a servlet reads back the type that it has set. */
    private static void write(JsonGenerator json, Object value) throws IOException {
        StoredSession.requireData("attributes", value);
        if (value.getClass() == Integer.class) {
            json.writeStartObject();
            json.writeFieldName(INT);
            json.writePOJO(value);
            json.writeEndObject();
        } else {
            json.writePOJO(value);
        }
    }

    /** Parses attributes. Empty if this version cannot have written the text. */
    public static Optional<Map<String, Object>> read(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            return readFrom(json);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Object>> readFrom(JsonParser json) throws IOException {
        boolean header = json.nextToken() == JsonToken.START_OBJECT
                && "v".equals(json.nextFieldName())
                && json.nextIntValue(-1) == VERSION
                && "attributes".equals(json.nextFieldName())
                && json.nextToken() == JsonToken.START_OBJECT;
        if (!header) {
            return Optional.empty();
        }
        Map<String, Object> attributes = new HashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Object value = value(json);
            if (value == null) {
                return Optional.empty();
            }
            attributes.put(name, value);
        }
        boolean complete = json.currentToken() == JsonToken.END_OBJECT
                && json.nextToken() == JsonToken.END_OBJECT
                && json.nextToken() == null;
        return complete ? Optional.of(attributes) : Optional.empty();
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case START_OBJECT -> integer(json);
            default -> null;
        };
    }

    private static @Nullable Integer integer(JsonParser json) throws IOException {
        if (!INT.equals(json.nextFieldName()) || json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            return null;
        }
        int value = json.getIntValue();
        return json.nextToken() == JsonToken.END_OBJECT ? value : null;
    }
}
