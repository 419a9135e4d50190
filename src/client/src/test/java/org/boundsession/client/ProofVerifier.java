package org.boundsession.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's side of signatures, stricter than the server: it admits one spelling only. Has nothing in common with
 * the client's code, so that a mistake is not made twice. Thread-safe.
 */
final class ProofVerifier {

    private static final Pattern INPUT = Pattern.compile(
            "bs=(\\(\"@method\" \"@path\" \"@query\"( \"content-digest\")?\\)"
                    + ";created=([1-9]\\d{9});nonce=\"[A-Za-z0-9_-]{22}\";keyid=\"([A-Za-z0-9_-]{22})\";tag=\"bound-session\")");
    private static final Pattern SIGNATURE = Pattern.compile("bs=:([A-Za-z0-9+/]{43}=):");
    private static final int WINDOW_SECONDS = 60;
    private static final int AHEAD_SECONDS = 10;

    private final String keyid;
    private final byte[] key;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    ProofVerifier(String sid, String secret) {
        byte[] hash = sha256("bound-session keyid v1:" + sid);
        keyid = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
        key = hmac(secret.getBytes(StandardCharsets.UTF_8), "bound-session proof v1:" + keyid);
    }

    String keyid() {
        return keyid;
    }

    /** Returns the answer to a request that is not admitted. */
    Optional<Reply> refusal(Seen request) {
        Optional<String> input = request.header("Signature-Input");
        if (input.isEmpty()) {
            return refused(Reply.of(401, "proof_required"));
        }
        Matcher parts = INPUT.matcher(input.get());
        Matcher signature = SIGNATURE.matcher(request.header("Signature").orElse(""));
        if (!parts.matches()
                || !signature.matches()
                || request.header("secretid").isPresent()) {
            return Optional.of(Reply.of(400, "proof_malformed"));
        }
        boolean covered = parts.group(2) != null;
        if (covered != hasBody(request)
                || covered != request.header("Content-Digest").isPresent()) {
            return Optional.of(Reply.of(400, "proof_malformed"));
        }
        return parts.group(4).equals(keyid)
                ? checked(request, parts, signature.group(1))
                : refused(Reply.of(401, "proof_invalid"));
    }

    private static boolean hasBody(Seen request) {
        return !request.body().isEmpty() || request.header("Transfer-Encoding").isPresent();
    }

    private Optional<Reply> checked(Seen request, Matcher parts, String signature) {
        long now = Instant.now().getEpochSecond();
        long created = Long.parseLong(parts.group(3));
        if (created < now - WINDOW_SECONDS || created > now + AHEAD_SECONDS) {
            return refused(Reply.of(401, "proof_expired", "\"server_time\":" + now));
        }
        String base = base(request, parts.group(2) != null, parts.group(1));
        if (!Base64.getEncoder().encodeToString(hmac(key, base)).equals(signature)) {
            String hash = HexFormat.of().formatHex(sha256(base));
            return refused(Reply.of(401, "proof_invalid", "\"signature_base_sha256\":\"" + hash + "\""));
        }
        if (!seen.add(signature)) {
            return refused(Reply.of(401, "proof_replayed"));
        }
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(sha256(request.body())) + ":";
        return request.header("Content-Digest")
                        .filter(sent -> !sent.equals(digest))
                        .isPresent()
                ? Optional.of(Reply.of(400, "digest_mismatch"))
                : Optional.empty();
    }

    private static String base(Seen request, boolean digested, String params) {
        String[] target = request.target().split("\\?", 2);
        return "\"@method\": " + request.method() + "\n\"@path\": " + target[0] + "\n\"@query\": ?"
                + (target.length == 2 ? target[1] : "") + "\n"
                + (digested
                        ? "\"content-digest\": "
                                + request.header("Content-Digest").orElseThrow() + "\n"
                        : "")
                + "\"@signature-params\": " + params;
    }

    private static Optional<Reply> refused(Reply reply) {
        return Optional.of(reply.header("WWW-Authenticate", "BoundSession login=\"/app/login\""));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
