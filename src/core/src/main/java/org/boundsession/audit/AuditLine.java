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
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.Suppressed.Count;
import org.jspecify.annotations.Nullable;

/** Formats an event as one line of JSON. */
final class AuditLine {

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
            json.writeStringField("event", event.kind().text());
            write(json, "user", event.user());
            write(json, "client", event.client());
            write(json, "session", event.session());
            write(json, "reason", event.reason());
            if (!suppressed.isNone()) {
                write(json, suppressed);
            }
        });
    }

    /** Returns the line that reports suppressed events of a kind if no further event of that kind follows. */
    static String ofSuppressed(Kind kind, Instant time, Count suppressed) {
        return line(time, json -> {
            json.writeStringField("event", "events_suppressed");
            json.writeStringField("suppressed_event", kind.text());
            write(json, suppressed);
        });
    }

    private static String line(Instant time, Members members) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", TIME.format(time));
            members.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, Count suppressed) throws IOException {
        json.writeNumberField("suppressed_before", suppressed.events());
        json.writeNumberField("suppressed_addresses", suppressed.addresses());
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
