package org.boundsession.testkit.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one session bound by signature, and what is derived from it. Immutable and thread-safe.
 *
 * <pre>{@code
 * ProofSigner signer = new ProofSigner(secret, login.text("keyid"));
 * client.send(signer.get("/bound-session/orders?limit=10").sign().addTo(Request.get("/orders?limit=10").cookie(id)));
 * }</pre>
 */
public final class ProofSigner {

    private final byte[] key;
    private final String keyid;

    /**
     * Derives the key of a session.
     *
     * @param secret the {@code secretid} of the login, one byte for each char
     * @param keyid the {@code keyid} of the login's answer
     */
    public ProofSigner(String secret, String keyid) {
        this(hmac(secret.getBytes(ISO_8859_1), "bound-session proof v1:" + keyid), keyid);
    }

    private ProofSigner(byte[] key, String keyid) {
        this.key = key;
        this.keyid = keyid;
    }

    /** Signs with the key itself, as RFC 9421 does in its examples. */
    public static ProofSigner withKey(byte[] key, String keyid) {
        return new ProofSigner(key.clone(), keyid);
    }

    /** Returns the {@code keyid} of a session, from its cookie's value. */
    public static String keyid(String sessionId) {
        String sid = sessionId.split("\\.", 2)[0];
        byte[] hash = sha256(("bound-session keyid v1:" + sid).getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
    }

    /** Returns the value of {@code Content-Digest} for a body (RFC 9530). */
    public static String contentDigest(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
    }

    public String keyid() {
        return keyid;
    }

    public byte[] key() {
        return key.clone();
    }

    /**
     * Starts a proof of a request, with the components, the parameters and the present time as a client sends them.
     *
     * @param target path and query as they are sent, the context path included
     */
    public UnsignedRequest request(String method, String target) {
        return UnsignedRequest.of(this, method, target);
    }

    public UnsignedRequest get(String target) {
        return request("GET", target);
    }

    public UnsignedRequest post(String target) {
        return request("POST", target);
    }

    String sign(String base) {
        return Base64.getEncoder().encodeToString(hmac(key, base));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
