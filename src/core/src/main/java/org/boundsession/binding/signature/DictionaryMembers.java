package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Splits a header field that is a dictionary (RFC 9651, section 3.2) into its members, of which those of other parties
 * may have any values.
 */
final class DictionaryMembers {

    private static final int MAX_LENGTH = 4096;

    private DictionaryMembers() {}

    /**
     * A member with a value.
     *
     * @param key the key, which is the label of a signature
     * @param value the value with its parameters, as it was sent
     */
    record Member(String key, String value) {}

    /**
     * Returns the members of a header field in their order, of several field lines as if they were one; empty if there
     * is no such field.
     */
    static List<Member> of(HttpServletRequest request, String field) throws MalformedSignatureException {
        Enumeration<String> lines = request.getHeaders(field);
        if (!lines.hasMoreElements()) {
            return List.of();
        }
        String text = lines.nextElement();
        if (lines.hasMoreElements()) {
            text += ", " + String.join(", ", Collections.list(lines));
        }
        if (text.length() > MAX_LENGTH) {
            throw new MalformedSignatureException(
                    "The header " + field + " must have at most " + MAX_LENGTH + " characters");
        }
        List<Member> members = new ArrayList<>(1);
        int start = 0;
        while (start <= text.length()) {
            int end = endOf(text, start, ',');
            if (end < 0) {
                throw malformed(field);
            }
            members.add(member(text.substring(start, end).strip(), field));
            start = end + 1;
        }
        return members;
    }

    private static Member member(String text, String field) throws MalformedSignatureException {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1 || !isKey(text, equals)) {
            throw malformed(field);
        }
        return new Member(text.substring(0, equals), text.substring(equals + 1));
    }

    private static boolean isKey(String text, int length) {
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean first = c >= 'a' && c <= 'z' || c == '*';
            if (!first && (i == 0 || !(c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-'))) {
                return false;
            }
        }
        return length > 0;
    }

    private static MalformedSignatureException malformed(String field) {
        return new MalformedSignatureException("The header " + field + " is not a dictionary of members with values");
    }

    /**
     * Returns the index of the next separator outside of a string, the length of the text if there is none, and -1 if a
     * string does not end.
     */
    static int endOf(String text, int start, char separator) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                return i;
            }
        }
        return quoted ? -1 : text.length();
    }
}
