package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.StringJoiner;
import org.boundsession.binding.RequestTarget;

/** Creates signature bases (RFC 9421, section 2.5): the text that is signed. Thread-safe. */
final class SignatureBase {

    private static final int TYPICAL_LENGTH = 320;

    private final RequestTarget target;

    SignatureBase(RequestTarget target) {
        this.target = target;
    }

    byte[] of(HttpServletRequest request, SignatureInput input) throws MalformedSignatureException {
        StringBuilder base = new StringBuilder(TYPICAL_LENGTH);
        for (String component : input.components()) {
            base.append('"').append(component).append("\": ");
            base.append(oneLine(value(request, component))).append('\n');
        }
        base.append("\"@signature-params\": ").append(input.text());
        return base.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Containers decode a header to one character for each byte; a character above FF could not be encoded to one
     * byte.
     */
    private static String oneLine(String value) throws MalformedSignatureException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F || c > 0xFF) {
                throw new MalformedSignatureException(
                        "The header Signature-Input: a covered component has control characters or is not ISO 8859-1");
            }
        }
        return value;
    }

    private String value(HttpServletRequest request, String component) throws MalformedSignatureException {
        return switch (component) {
            case "@method" -> request.getMethod();
            case "@path" -> target.path(request);
            case "@query" -> target.query(request);
            case "@authority" -> target.authority(request);
            default -> field(request, component);
        };
    }

    /** Returns the values of all field lines (section 2.1). */
    private static String field(HttpServletRequest request, String name) throws MalformedSignatureException {
        Enumeration<String> lines = request.getHeaders(name);
        if (!lines.hasMoreElements()) {
            throw new MalformedSignatureException(
                    "The header Signature-Input: the request lacks a header field that the signature covers");
        }
        StringJoiner value = new StringJoiner(", ");
        while (lines.hasMoreElements()) {
            value.add(lines.nextElement().strip());
        }
        return value.toString();
    }
}
