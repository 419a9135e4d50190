package org.boundsession.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.boundsession.session.Origin;

/**
 * Serializes the {@link Origin} of a session as versioned JSON: {@code {"v":1,"client":"…","user_agent":"…","node":"…"}}.
 * The text is ASCII and at most {@link #MAX_LENGTH} characters long. Thread-safe.
 */
public final class OriginJson {

    /** Each character of the three texts may need an escape. */
    public static final int MAX_LENGTH = 2000;

    private static final int VERSION = 1;
    private static final String CLIENT = "client";
    private static final String USER_AGENT = "user_agent";
    private static final String NODE = "node";

    private OriginJson() {}

    /** Returns an empty text for {@link Origin#UNKNOWN}. */
    public static String write(Origin origin) {
        if (origin.equals(Origin.UNKNOWN)) {
            return "";
        }
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = AttributesJson.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField(CLIENT, origin.client());
            json.writeStringField(USER_AGENT, origin.userAgent());
            json.writeStringField(NODE, origin.node());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string cannot fail", e);
        }
        return text.toString();
    }

    /** Parses an origin. {@link Origin#UNKNOWN} if this version cannot have written the text. */
    public static Origin read(String text) {
        if (text.isEmpty()) {
            return Origin.UNKNOWN;
        }
        try (JsonParser json = AttributesJson.FACTORY.createParser(text)) {
            return readFrom(json);
        } catch (IOException unreadable) {
            return Origin.UNKNOWN;
        }
    }

    private static Origin readFrom(JsonParser json) throws IOException {
        boolean header = json.nextToken() == JsonToken.START_OBJECT
                && "v".equals(json.nextFieldName())
                && json.nextIntValue(-1) == VERSION;
        if (!header) {
            return Origin.UNKNOWN;
        }
        Origin origin = new Origin(text(json, CLIENT), text(json, USER_AGENT), text(json, NODE));
        boolean complete = json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        return complete ? origin : Origin.UNKNOWN;
    }

    private static String text(JsonParser json, String name) throws IOException {
        String text = name.equals(json.nextFieldName()) ? json.nextTextValue() : null;
        if (text == null) {
            throw new IOException("no text");
        }
        return text;
    }
}
