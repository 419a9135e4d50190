package org.boundsession.client;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The secret to which a session is bound, and the header that carries it. Kept as text, because the JDK's client takes
 * the values of headers as nothing else. No record, so that nothing prints it. Immutable.
 */
final class Secret implements Proof {

    /** The JDK's client would send other characters as question marks, and a server strips blanks (RFC 9110, 5.5). */
    private static final Pattern VALUE = Pattern.compile("[!-~](?:[ -~]{0,1022}[!-~])?");

    private final String header;
    private final String value;

    private Secret(String header, String value) {
        this.header = header;
        this.value = value;
    }

    /** @throws IllegalStateException if the supplied secret cannot be the value of a header */
    static Secret from(String header, Supplier<char[]> supplier) {
        char[] chars = Objects.requireNonNull(supplier.get(), "the supplier of the secret returned null");
        String value = new String(chars);
        Arrays.fill(chars, '\0');
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalStateException("secret: expected 1 to 1024 printable ASCII characters without blanks at"
                    + " the ends; return a new array each time");
        }
        return new Secret(header, value);
    }

    @Override
    public void addTo(HttpRequest.Builder request) {
        request.header(header, value);
    }

    /** Returns a key that tells nothing of the secret. */
    byte[] derive(String purpose) {
        return SigningKey.hmac(value.getBytes(StandardCharsets.US_ASCII), purpose);
    }

    boolean isSameAs(Secret other) {
        return header.equals(other.header) && value.equals(other.value);
    }
}
