package org.boundsession.testkit.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.boundsession.http.Request;

/**
 * A signed request's headers. Immutable.
 *
 * @param signatureInput the value of {@code Signature-Input}
 * @param signature the value of {@code Signature}
 * @param fieldLines the header lines that the proof brings along, such as {@code Content-Digest}
 * @param base the signature base, each char one byte
 */
public record Proof(String signatureInput, String signature, List<String> fieldLines, String base) {

    public Proof {
        fieldLines = List.copyOf(fieldLines);
    }

    /** Returns the request with the headers of this proof. */
    public Request addTo(Request request) {
        Request signed = request;
        for (String line : headerLines()) {
            signed = signed.line(line);
        }
        return signed;
    }

    public List<String> headerLines() {
        List<String> lines = new ArrayList<>(fieldLines);
        lines.add("Signature-Input: " + signatureInput);
        lines.add("Signature: " + signature);
        return List.copyOf(lines);
    }

    /** Returns the MAC alone, in Base64. */
    public String mac() {
        return signature.substring(signature.indexOf(":") + 1, signature.lastIndexOf(":"));
    }

    /** Returns SHA-256 of the signature base in lower-case hexadecimal digits, as {@code sha256sum} prints it. */
    public String baseSha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(base.getBytes(ISO_8859_1));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns this proof with another {@code Signature-Input}, which the signature does not cover. */
    public Proof alterInput(UnaryOperator<String> change) {
        return new Proof(change.apply(signatureInput), signature, fieldLines, base);
    }

    /** Returns this proof with another {@code Signature}. */
    public Proof alterSignature(UnaryOperator<String> change) {
        return new Proof(signatureInput, change.apply(signature), fieldLines, base);
    }

    /** Returns this proof with other lines in place of {@code Content-Digest} and other fields that it brings. */
    public Proof withFieldLines(String... lines) {
        return new Proof(signatureInput, signature, List.of(lines), base);
    }
}
