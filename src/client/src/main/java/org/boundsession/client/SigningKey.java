package org.boundsession.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests with the key of a session: method, path, query and the digest of the body, if there is one. Each
 * signature has the time and a nonce and is accepted once. No record, so that nothing prints it. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9421">RFC 9421, HTTP Message Signatures</a>
 */
final class SigningKey implements Proof {

    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The label of the signature in both headers. */
    private static final String LABEL = "bs=";

    private static final String AUTHORITY = "\"@authority\"";

    private final String keyid;
    private final byte[] key;
    private final Ticker clock;
    private final boolean coversAuthority;

    /** @param accepted the {@code Accept-Signature} of the login's answer (RFC 9421, section 5.1), or an empty text */
    SigningKey(String keyid, byte[] key, Ticker clock, String accepted) {
        this.keyid = keyid;
        this.key = key;
        this.clock = clock;
        this.coversAuthority = accepted.contains(AUTHORITY);
    }

    /**
     * Returns the key of a new session, or null if the server has not bound the session to one: a server, or a proxy,
     * that drops the header of the login has bound it to the secret, which no later request would have.
     *
     * @param answer the answer to the login that sent the secret
     */
    static @Nullable SigningKey of(HttpResponse<String> answer, Secret secret, Ticker clock) {
        String body = answer.body();
        String keyid = Json.member(body, "keyid", "[\\w-]{22}");
        if (keyid.isEmpty() || Json.member(body, "binding", "signature").isEmpty()) {
            return null;
        }
        String accepted = answer.headers().firstValue("Accept-Signature").orElse("");
        return new SigningKey(keyid, secret.derive("bound-session proof v1:" + keyid), clock, accepted);
    }

    @Override
    public void addTo(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        BodyPublisher body = request.bodyPublisher().orElse(HttpRequest.BodyPublishers.noBody());
        String further = coversAuthority ? ' ' + AUTHORITY : "";
        if (body.contentLength() != 0) {
            byte[] digest = BodyDigest.of(body, request.timeout());
            builder.method(request.method(), BodyDigest.checked(body, digest))
                    .header("Content-Digest", "sha-256=:" + base64(digest) + ":");
            further += " \"content-digest\"";
        }
        sign(
                builder,
                "(\"@method\" \"@path\" \"@query\"" + further + ");created=" + clock.serverTime() + ";nonce=\""
                        + random(NONCE_BYTES) + "\";keyid=\"" + keyid + "\";tag=\"bound-session\"");
    }

    /** @param params the covered components and the signature's parameters (RFC 9421, section 2.3) */
    void sign(HttpRequest.Builder request, String params) {
        request.header("Signature-Input", LABEL + params);
        byte[] signature = hmac(key, base(request.build()));
        request.header("Signature", LABEL + ":" + base64(signature) + ":");
    }

    /**
     * Returns what the signature of a request covers, as a text (RFC 9421, section 2.5).
     *
     * @param request with its {@code Signature-Input}, which names the covered components
     */
    static String base(HttpRequest request) {
        String params = header(request, "Signature-Input").substring(LABEL.length());
        StringBuilder base = new StringBuilder();
        for (String component : params.substring(1, params.indexOf(')')).split(" ")) {
            String name = component.substring(1, component.length() - 1);
            base.append(component).append(": ").append(value(request, name)).append('\n');
        }
        return base.append("\"@signature-params\": ").append(params).toString();
    }

    /** Returns what the server calls {@code signature_base_sha256} if it does not accept a signature. */
    static String baseSha256(HttpRequest request) {
        return HexFormat.of().formatHex(sha256().digest(base(request).getBytes(StandardCharsets.UTF_8)));
    }

    private static String value(HttpRequest request, String component) {
        // The JDK's client percent-encodes the characters beyond ASCII that a URI may have.
        URI sent = URI.create(request.uri().toASCIIString());
        if (component.equals("@method")) {
            return request.method();
        }
        if (component.equals("@path")) {
            return sent.getRawPath();
        }
        if (component.equals("@query")) {
            return "?" + (sent.getRawQuery() == null ? "" : sent.getRawQuery());
        }
        return component.equals("@authority") ? authority(sent) : header(request, component);
    }

    /** Returns host and port, without a port that is the default of HTTP or HTTPS. */
    private static String authority(URI sent) {
        String authority = sent.getRawAuthority().toLowerCase(Locale.ROOT);
        return sent.getPort() == 80 || sent.getPort() == 443 ? sent.getHost().toLowerCase(Locale.ROOT) : authority;
    }

    private static String header(HttpRequest request, String name) {
        return request.headers().firstValue(name).orElseThrow();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns text that nobody can guess, in base64url. */
    static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Returns a secret of 256 bits. */
    static char[] randomSecret() {
        return random(32).toCharArray();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
