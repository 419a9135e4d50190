package org.boundsession.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.Suppressed.Count;
import org.boundsession.session.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Formats an event as one line of JSON, with the field names of the Elastic Common Schema (ECS) and, for what it does not
 * know, of {@code bound_session}. The names are flat, with dots. {@code src/docs/audit-schema.json} describes the line.
 */
final class AuditLine {

    /** Of the schema: a new field raises the second number, any other change the first one. */
    private static final String VERSION = "1.0";

    private static final String ECS_VERSION = "8.17.0";

    private static final int MAX_TEXT_LENGTH = 128;

    /** Always with milliseconds; {@code Instant.toString} omits them if they are zero. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Has its own buffer pool: the default one leaves buffers in thread-locals of the container's threads. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newLockFreePool())
            .build()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());

    private AuditLine() {}

    /** The members of a line after its time. */
    private interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** @param suppressed the events of the kind that were not written before this one */
    static String of(AuditEvent event, Instant time, Count suppressed) {
        return line(time, json -> {
            json.writeStringField("event.action", event.kind().text());
            write(json, "user.name", event.user());
            writeClient(json, event.client());
            write(json, "session.id", event.session());
            write(json, "event.reason", event.reason());
            for (Map.Entry<String, String> field : event.more().entrySet()) {
                write(json, field.getKey(), field.getValue());
            }
            if (!suppressed.isNone()) {
                write(json, suppressed);
            }
            write(json, event.kind().category());
        });
    }

    /** Returns the line that reports suppressed events of a kind if no further event of that kind follows. */
    static String ofSuppressed(Kind kind, Instant time, Count suppressed) {
        return line(time, json -> {
            json.writeStringField("event.action", "events_suppressed");
            json.writeStringField("bound_session.suppressed.action", kind.text());
            write(json, suppressed);
            write(json, kind.category());
        });
    }

    /** A log store that expects an address in {@code client.ip} drops a line with another text there. */
    private static void writeClient(JsonGenerator json, @Nullable String client) throws IOException {
        boolean isIp = client != null && ClientAddress.of(client).isIp();
        write(json, isIp ? "client.ip" : "client.address", client);
    }

    private static void write(JsonGenerator json, EcsCategory category) throws IOException {
        json.writeStringField("event.kind", category.kind());
        json.writeFieldName("event.category");
        writeAll(json, category.categories());
        json.writeFieldName("event.type");
        writeAll(json, List.of(category.type()));
        json.writeStringField("event.outcome", category.outcome());
    }

    private static void writeAll(JsonGenerator json, List<String> texts) throws IOException {
        json.writeStartArray();
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static String line(Instant time, Members members) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("@timestamp", TIME.format(time));
            members.writeTo(json);
            json.writeStringField("event.dataset", "bound_session.audit");
            json.writeStringField("bound_session.audit.version", VERSION);
            json.writeStringField("ecs.version", ECS_VERSION);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, Count suppressed) throws IOException {
        json.writeNumberField("bound_session.suppressed.events", suppressed.events());
        json.writeNumberField("bound_session.suppressed.addresses", suppressed.addresses());
    }

    private static void write(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text.length() <= MAX_TEXT_LENGTH ? text : start(text) + "...");
        }
    }

    /** Does not cut a surrogate pair, because strict JSON parsers reject an unpaired surrogate. */
    private static String start(String text) {
        boolean cutsPair = Character.isHighSurrogate(text.charAt(MAX_TEXT_LENGTH - 1));
        return text.substring(0, cutsPair ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH);
    }
}
