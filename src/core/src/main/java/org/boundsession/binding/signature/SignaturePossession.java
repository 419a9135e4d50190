package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.Map;
import org.boundsession.binding.Answer;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Possession;
import org.boundsession.binding.ProofTerms;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Unproved.Reason;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.keys.HmacSha256;
import org.boundsession.keys.Sha256;

/** The signing key of one session. Signatures are compared in constant time. Thread-safe. */
final class SignaturePossession implements Possession {

    private final SignatureScheme scheme;
    private final String keyid;
    private final HmacSha256 key;
    private final String root;
    private final String storedForm;

    SignaturePossession(SignatureScheme scheme, String keyid, byte[] key, WrappedKey form) {
        this.scheme = scheme;
        this.keyid = keyid;
        this.key = new HmacSha256(key);
        this.root = form.root();
        this.storedForm = form.text();
    }

    @Override
    public String kind() {
        return WrappedKey.KIND;
    }

    @Override
    public String storedForm() {
        return storedForm;
    }

    @Override
    public boolean isVerifiable() {
        return scheme.hasRoot(root);
    }

    @Override
    public ProofTerms terms() {
        return new ProofTerms(Map.of("Accept-Signature", scheme.reader().acceptSignature()), Map.of("keyid", keyid));
    }

    /** A proxy that rewrites requests makes signatures wrong, and must not end sessions at once. */
    @Override
    public int mismatchLimit(int configured) {
        return scheme.mismatchLimit();
    }

    @Override
    public String mismatch() {
        return "altered, or another key";
    }

    @Override
    public Evidence read(HttpServletRequest request) {
        return scheme.reader().read(request);
    }

    @Override
    public Answer check(Evidence evidence) {
        SignedRequest signed = (SignedRequest) evidence;
        if (!keyid.equals(signed.input().keyid())) {
            return wrong(signed);
        }
        if (signed.isVerified()) {
            return Answer.PROVED;
        }
        if (!scheme.window().contains(signed.input())) {
            return expired();
        }
        if (!MessageDigest.isEqual(key.sign(signed.base()), signed.mac())) {
            return wrong(signed);
        }
        return record(signed);
    }

    private Answer record(SignedRequest signed) {
        return switch (scheme.replays().record(signed.mac(), signed.input().created())) {
            case FIRST -> {
                signed.setVerified();
                yield Answer.PROVED;
            }
            case REPLAYED ->
                refused("proof_replayed", "The signature was used before. Sign each request anew", Map.of());
            case TOO_OLD -> expired();
            case FULL -> throw new BusyException("more signed requests within a second than proof-replay-capacity");
        };
    }

    private static Answer wrong(SignedRequest signed) {
        boolean told = signed.input().coversOnlyWhatClientsSend();
        String advice = told ? ". Compare the SHA-256 of your signature base" : "";
        return Answer.wrong(new Unproved(
                Reason.REFUSED,
                "proof_invalid",
                "The signature does not match the request" + advice,
                Map.of(),
                told ? Map.of("signature_base_sha256", Sha256.hex(signed.base())) : Map.of()));
    }

    private Answer expired() {
        return refused(
                "proof_expired",
                "The signature is too old, or from the future. Sign with the server's time",
                Map.of("server_time", scheme.window().now()));
    }

    private static Answer refused(String code, String message, Map<String, Object> fields) {
        return Answer.refused(new Unproved(Reason.REFUSED, code, message, Map.of(), fields));
    }

    @Override
    public Answer checkSlowly(Evidence evidence) {
        throw new IllegalStateException("the fast check of a signature always decides");
    }

    @Override
    public String toString() {
        return "SignaturePossession";
    }
}
