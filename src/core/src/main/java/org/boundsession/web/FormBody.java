package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the body of an HTML form (WHATWG URL, section 5). What is malformed is left out, as containers do. */
final class FormBody {

    private static final String TYPE = "application/x-www-form-urlencoded";

    private FormBody() {}

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
        Map<String, List<String>> all = new LinkedHashMap<>();
        ofQuery.forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
        Charset charset = charset(encoding);
        for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&")) {
            add(pair, charset, all);
        }
        Map<String, String[]> joined = new LinkedHashMap<>();
        all.forEach((name, values) -> joined.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(joined);
    }

    private static Charset charset(@Nullable String encoding) {
        try {
            return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static void add(String pair, Charset charset, Map<String, List<String>> all) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        if (isWellFormed(pair) && !pair.isEmpty()) {
            all.computeIfAbsent(decoded(name, charset), key -> new ArrayList<>())
                    .add(decoded(value, charset));
        }
    }

    private static boolean isWellFormed(String pair) {
        return !pair.matches("(?s).*%(?![0-9A-Fa-f]{2}).*");
    }

    private static String decoded(String text, Charset charset) {
        String raw = new String(text.getBytes(StandardCharsets.ISO_8859_1), charset);
        return URLDecoder.decode(raw, charset);
    }
}
