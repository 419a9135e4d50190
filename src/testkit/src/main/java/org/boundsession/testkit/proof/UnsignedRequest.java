package org.boundsession.testkit.proof;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a proof says of a request, before it is signed. Each method returns a changed copy. Nothing is validated, so
 * that each malformed proof can be made. Immutable.
 *
 * @param values component identifiers and their values, those of fields in lower case
 * @param covered the component identifiers in the order in which they are covered
 * @param parameters names and values as they are sent, quotes included
 * @param fieldLines the header lines that the proof brings along
 */
public record UnsignedRequest(
        ProofSigner signer,
        String label,
        Map<String, String> values,
        List<String> covered,
        Map<String, String> parameters,
        List<String> fieldLines) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static UnsignedRequest of(ProofSigner signer, String method, String target) {
        int query = target.indexOf('?');
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("created", Long.toString(Instant.now().getEpochSecond()));
        parameters.put("nonce", quoted(freshNonce()));
        parameters.put("keyid", quoted(signer.keyid()));
        parameters.put("tag", quoted("bound-session"));
        return new UnsignedRequest(
                signer,
                "bs",
                Map.of(
                        "@method",
                        method,
                        "@path",
                        query < 0 ? target : target.substring(0, query),
                        "@query",
                        query < 0 ? "?" : target.substring(query)),
                List.of("@method", "@path", "@query"),
                parameters,
                List.of());
    }

    private static String freshNonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    public UnsignedRequest label(String text) {
        return new UnsignedRequest(signer, text, values, covered, parameters, fieldLines);
    }

    public UnsignedRequest created(long epochSecond) {
        return parameter("created", Long.toString(epochSecond));
    }

    public UnsignedRequest created(Instant time) {
        return created(time.getEpochSecond());
    }

    public UnsignedRequest expires(long epochSecond) {
        return parameter("expires", Long.toString(epochSecond));
    }

    public UnsignedRequest nonce(String nonce) {
        return parameter("nonce", quoted(nonce));
    }

    public UnsignedRequest keyid(String keyid) {
        return parameter("keyid", quoted(keyid));
    }

    /**
     * Adds a parameter or replaces its value.
     *
     * @param value as it is sent, quotes included
     */
    public UnsignedRequest parameter(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(name, value);
        return new UnsignedRequest(signer, label, values, covered, changed, fieldLines);
    }

    public UnsignedRequest withoutParameter(String name) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.remove(name);
        return new UnsignedRequest(signer, label, values, covered, changed, fieldLines);
    }

    /** Covers these components and no others, in this order. */
    public UnsignedRequest covering(String... components) {
        return new UnsignedRequest(signer, label, values, List.of(components), parameters, fieldLines);
    }

    /** Covers one more component, which the request has anyway, such as {@code @authority}. */
    public UnsignedRequest alsoCovering(String component, String value) {
        List<String> more = new ArrayList<>(covered);
        more.add(component);
        return value(component, value).covering(more.toArray(String[]::new));
    }

    /** Covers a header field, and brings it along. */
    public UnsignedRequest field(String name, String value) {
        List<String> lines = new ArrayList<>(fieldLines);
        lines.add(name + ": " + value);
        UnsignedRequest covering = alsoCovering(name.toLowerCase(Locale.ROOT), value);
        return new UnsignedRequest(signer, label, covering.values, covering.covered, parameters, lines);
    }

    /** Covers the body by {@code Content-Digest}, which the proof brings along. */
    public UnsignedRequest body(byte[] body) {
        return field("Content-Digest", ProofSigner.contentDigest(body));
    }

    /** Signs another value of a component than the request has. */
    public UnsignedRequest value(String component, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(component, value);
        return new UnsignedRequest(signer, label, changed, covered, parameters, fieldLines);
    }

    public Proof sign() {
        return sign(signatureParams());
    }

    /**
     * Signs with this text in place of the covered components and the parameters.
     *
     * @param signatureParams what stands after the label and {@code =} in {@code Signature-Input}
     */
    public Proof sign(String signatureParams) {
        String base = covered.stream()
                        .map(name -> quoted(name) + ": " + values.getOrDefault(name, "") + "\n")
                        .collect(Collectors.joining())
                + quoted("@signature-params") + ": " + signatureParams;
        return new Proof(
                label + "=" + signatureParams, label + "=:" + signer.sign(base) + ":", List.copyOf(fieldLines), base);
    }

    /** Returns the covered components and the parameters, as they follow the label. */
    public String signatureParams() {
        String components = covered.stream().map(UnsignedRequest::quoted).collect(Collectors.joining(" ", "(", ")"));
        return parameters.entrySet().stream()
                .map(parameter -> ";" + parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("", components, ""));
    }
}
