package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the body of an HTML form (WHATWG URL, section 5.1). A percent sign that encodes nothing stands for itself. For
 * one body; not thread-safe.
 */
final class FormBody {

    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int HEXADECIMAL = 16;

    private final byte[] body;
    private final Charset charset;
    private final Map<String, List<String>> parameters = new LinkedHashMap<>();

    private FormBody(byte[] body, Charset charset) {
        this.body = body;
        this.charset = charset;
    }

    static boolean isFormOf(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && request.getMethod().equals("POST")
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }

    /**
     * Returns the parameters of the query, followed by those of the body.
     *
     * @param encoding the name of the body's encoding; UTF-8 is used if it is null or unknown
     */
    static Map<String, String[]> joined(Map<String, String[]> ofQuery, byte[] body, @Nullable String encoding) {
        FormBody form = new FormBody(body, charset(encoding));
        ofQuery.forEach((name, values) -> form.parameters.put(name, new ArrayList<>(List.of(values))));
        form.parse();
        Map<String, String[]> joined = new LinkedHashMap<>();
        form.parameters.forEach((name, values) -> joined.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(joined);
    }

    private static Charset charset(@Nullable String encoding) {
        try {
            return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private void parse() {
        int start = 0;
        while (start < body.length) {
            int end = indexOf('&', start, body.length);
            if (end > start) {
                add(start, end);
            }
            start = end + 1;
        }
    }

    private void add(int start, int end) {
        int equals = indexOf('=', start, end);
        String name = decoded(start, equals);
        String value = equals == end ? "" : decoded(equals + 1, end);
        parameters.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }

    /** Returns the index of the next such byte, or the end. */
    private int indexOf(char wanted, int start, int end) {
        int i = start;
        while (i < end && body[i] != wanted) {
            i++;
        }
        return i;
    }

    private String decoded(int start, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            int octet = body[i] == '%' ? octet(i + 1, end) : -1;
            if (octet >= 0) {
                bytes.write(octet);
                i += 2;
            } else {
                bytes.write(body[i] == '+' ? ' ' : body[i]);
            }
        }
        return bytes.toString(charset);
    }

    /** Returns what two hexadecimal digits encode; negative if there are none. */
    private int octet(int first, int end) {
        if (first + 1 >= end) {
            return -1;
        }
        int high = Character.digit(body[first], HEXADECIMAL);
        int low = Character.digit(body[first + 1], HEXADECIMAL);
        return high < 0 || low < 0 ? -1 : high * HEXADECIMAL + low;
    }
}
