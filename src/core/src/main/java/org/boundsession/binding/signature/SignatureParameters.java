package org.boundsession.binding.signature;

import java.util.List;
import java.util.OptionalLong;

/**
 * The parameters of a signature (RFC 9421, section 2.3): {@code created}, {@code nonce}, {@code keyid} and {@code tag}
 * are required, {@code expires} and {@code alg} are allowed, each once and in one spelling. Strings have no escapes.
 * Not thread-safe while it is parsed.
 */
final class SignatureParameters {

    private static final String ALGORITHM = "\"hmac-sha256\"";
    private static final int MIN_NONCE = 16;
    private static final int MAX_NONCE = 64;
    private static final int MAX_DIGITS = 15;

    private String created = "";
    private String expires = "";
    private String nonce = "";
    private String keyid = "";
    private String tag = "";
    private String algorithm = "";

    private SignatureParameters() {}

    /** @param parts what was separated by semicolons; the first part comes before the first parameter */
    static SignatureParameters parse(List<String> parts) throws MalformedSignatureException {
        if (!parts.get(0).isEmpty()) {
            throw unexpected();
        }
        SignatureParameters parameters = new SignatureParameters();
        for (int i = 1; i < parts.size(); i++) {
            parameters.add(parts.get(i));
        }
        require(!parameters.created.isEmpty(), "created", "seconds since 1970");
        require(!parameters.nonce.isEmpty(), "nonce", "a string of 16 to 64 characters");
        require(!parameters.keyid.isEmpty(), "keyid", "the string that the login has answered");
        return parameters;
    }

    private void add(String part) throws MalformedSignatureException {
        int equals = part.indexOf('=');
        String name = equals < 0 ? "" : part.substring(0, equals);
        String value = part.substring(equals + 1);
        switch (name) {
            case "created" -> created = checked(isTime(value), created, name, "seconds since 1970", value);
            case "expires" -> expires = checked(isTime(value), expires, name, "seconds since 1970", value);
            case "nonce" -> nonce = checked(isNonce(value), nonce, name, "a string of 16 to 64 characters", value);
            case "keyid" ->
                keyid = checked(isString(value), keyid, name, "the string that the login has answered", value);
            case "tag" -> tag = checked(value.equals(SignatureInput.TAG), tag, name, SignatureInput.TAG, value);
            case "alg" -> algorithm = checked(value.equals(ALGORITHM), algorithm, name, ALGORITHM, value);
            default -> throw unexpected();
        }
    }

    /** Returns the value if it is well-formed and the parameter has none yet. */
    private static String checked(boolean wellFormed, String before, String name, String expected, String value)
            throws MalformedSignatureException {
        require(wellFormed && before.isEmpty(), name, expected);
        return value;
    }

    private static void require(boolean holds, String name, String expected) throws MalformedSignatureException {
        if (!holds) {
            throw new MalformedSignatureException("The header Signature-Input: the parameter " + name
                    + " is missing, malformed or repeated. Expected once: " + expected);
        }
    }

    private static MalformedSignatureException unexpected() {
        return new MalformedSignatureException(
                "The header Signature-Input: expected the parameters created, nonce, keyid"
                        + " and tag, perhaps expires and alg, each after a semicolon without blanks");
    }

    /** A number without leading zeros. */
    private static boolean isTime(String value) {
        int length = value.length();
        if (length == 0 || length > MAX_DIGITS || length > 1 && value.charAt(0) == '0') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNonce(String value) {
        int length = value.length() - 2;
        return length >= MIN_NONCE && length <= MAX_NONCE && isString(value);
    }

    /** Printable ASCII between quotes, without quotes and backslashes. */
    private static boolean isString(String value) {
        int last = value.length() - 1;
        if (last < 1 || value.charAt(0) != '"' || value.charAt(last) != '"') {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    long created() {
        return Long.parseLong(created);
    }

    OptionalLong expires() {
        return expires.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(expires));
    }

    String keyid() {
        return keyid.substring(1, keyid.length() - 1);
    }

    @Override
    public String toString() {
        return "SignatureParameters";
    }
}
