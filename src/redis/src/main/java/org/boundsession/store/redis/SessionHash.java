package org.boundsession.store.redis;

import io.lettuce.core.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.boundsession.store.AttributesJson;
import org.boundsession.store.Grant;
import org.boundsession.store.OriginJson;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoredSession;

/** Maps a session to the fields of a hash. */
final class SessionHash {

    /** The fields with the data of a session, in the order in which they are read and written. */
    static final String[] FIELDS = {
        "principal",
        "roles",
        "binding",
        "creation_time",
        "last_access_time",
        "max_inactive_interval",
        "end_time",
        "mismatches",
        "attributes",
        "version",
        "seal",
        "origin"
    };

    /** The index of a field that sessions of an older version do not have. */
    private static final int ORIGIN = 11;

    private SessionHash() {}

    /** Reads a session from the values of {@link #FIELDS}. Empty if the data is damaged or of an unknown version. */
    static Optional<StoredSession> read(SessionKey key, List<KeyValue<String, String>> fields) {
        if (!fields.stream().limit(ORIGIN).allMatch(KeyValue::hasValue)) {
            return Optional.empty();
        }
        List<String> values =
                fields.stream().map(field -> field.getValueOrElse("")).toList();
        Optional<Map<String, Object>> attributes = AttributesJson.read(values.get(8));
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredSession(
                    key,
                    new Grant(
                            values.get(0),
                            values.get(1),
                            values.get(2),
                            number(values.get(3)),
                            number(values.get(6)),
                            OriginJson.read(values.get(ORIGIN))),
                    number(values.get(4)),
                    number(values.get(5)),
                    number(values.get(7)),
                    attributes.get(),
                    number(values.get(9)),
                    values.get(10)));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    /**
     * Accepts ASCII digits only: {@code Long.parseLong} also accepts a plus sign and other Unicode digits, which the
     * scripts in Redis do not.
     */
    private static long number(String text) {
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit != '-' && (digit < '0' || digit > '9')) {
                throw new NumberFormatException("not a number as Redis writes it");
            }
        }
        return Long.parseLong(text);
    }

    /** Returns the values of {@link #FIELDS}. */
    static List<String> write(StoredSession session) {
        Grant grant = session.grant();
        return List.of(
                grant.principal(),
                grant.roles(),
                grant.binding(),
                Long.toString(grant.creationTime()),
                Long.toString(session.lastAccessedTime()),
                Long.toString(session.maxInactiveInterval()),
                Long.toString(grant.endTime()),
                Long.toString(session.mismatches()),
                AttributesJson.write(session.attributes()),
                "1",
                session.seal(),
                OriginJson.write(grant.origin()));
    }
}
