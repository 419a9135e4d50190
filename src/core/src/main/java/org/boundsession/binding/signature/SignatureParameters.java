package org.boundsession.binding.signature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a signature (RFC 9421, section 2.3): {@code created}, {@code nonce}, {@code keyid} and {@code tag} are
 * required, {@code expires} and {@code alg} are allowed, each once and in one spelling. Strings have no escapes. Immutable.
 *
 * @param values the values by name, each in its accepted spelling
 */
record SignatureParameters(Map<String, String> values) {

    private static final String CREATED = "created";
    private static final String EXPIRES = "expires";
    private static final String NONCE = "nonce";
    private static final String KEYID = "keyid";

    private static final Pattern TIME = Pattern.compile("0|[1-9][0-9]{0,14}");

    private static final Map<String, Pattern> PATTERNS = Map.of(
            CREATED,
            TIME,
            EXPIRES,
            TIME,
            NONCE,
            Pattern.compile("\"[ !#-\\[\\]-~]{16,64}\""),
            KEYID,
            Pattern.compile("\"[ !#-\\[\\]-~]*\""),
            "tag",
            Pattern.compile(Pattern.quote(SignatureInput.TAG)),
            "alg",
            Pattern.compile("\"hmac-sha256\""));

    /** @param parts what was separated by semicolons; the first part comes before the first parameter */
    static SignatureParameters parse(List<String> parts) throws MalformedSignatureException {
        Map<String, String> values = new HashMap<>();
        if (!parts.get(0).isEmpty()) {
            throw unexpected();
        }
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals);
            Pattern pattern = PATTERNS.get(name);
            if (pattern == null) {
                throw unexpected();
            }
            String value = part.substring(equals + 1);
            if (!pattern.matcher(value).matches() || values.put(name, value) != null) {
                throw malformed(name);
            }
        }
        for (String required : List.of(CREATED, NONCE, KEYID)) {
            if (!values.containsKey(required)) {
                throw malformed(required);
            }
        }
        return new SignatureParameters(values);
    }

    private static MalformedSignatureException unexpected() {
        return new MalformedSignatureException(
                "The header Signature-Input: expected the parameters created, nonce, keyid"
                        + " and tag, perhaps expires and alg, each after a semicolon without blanks");
    }

    private static MalformedSignatureException malformed(String name) {
        return new MalformedSignatureException(
                "The header Signature-Input: the parameter " + name + " is missing, malformed or repeated");
    }

    long created() {
        return Long.parseLong(required(CREATED));
    }

    OptionalLong expires() {
        @Nullable String expires = values.get(EXPIRES);
        return expires == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(expires));
    }

    String keyid() {
        String quoted = required(KEYID);
        return quoted.substring(1, quoted.length() - 1);
    }

    private String required(String name) {
        return values.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return "SignatureParameters";
    }
}
