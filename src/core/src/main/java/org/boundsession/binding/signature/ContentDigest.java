package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.List;
import org.boundsession.binding.CoveredBody;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Unproved.Reason;
import org.boundsession.binding.signature.DictionaryMembers.Member;
import org.jspecify.annotations.Nullable;

/**
 * The digest that a signature covers in the header {@code Content-Digest} (RFC 9530), of which {@code sha-256} counts,
 * or none. Immutable.
 */
final class ContentDigest implements CoveredBody {

    static final String COMPONENT = "content-digest";

    private static final String FIELD = "Content-Digest";
    private static final String ALGORITHM = "sha-256";
    private static final int DIGEST_BYTES = 32;

    /** For a request without a body. */
    static final ContentDigest NONE = new ContentDigest(null);

    private static final Unproved UNCOVERED = new Unproved(
            Reason.MALFORMED,
            "proof_malformed",
            "The request has a body, so that the signature must cover the header Content-Digest");
    private static final Unproved MISMATCH = new Unproved(
            Reason.MALFORMED, "digest_mismatch", "The body is not the one that the header Content-Digest describes");

    private final byte @Nullable [] sha256;

    private ContentDigest(byte @Nullable [] sha256) {
        this.sha256 = sha256;
    }

    /** Reads the digest if the signature covers it. */
    static ContentDigest of(HttpServletRequest request, List<String> components) throws MalformedSignatureException {
        if (!components.contains(COMPONENT)) {
            return NONE;
        }
        List<Member> digests = DictionaryMembers.of(request, FIELD).stream()
                .filter(member -> member.key().equals(ALGORITHM))
                .toList();
        byte[] digest = digests.size() == 1 ? ByteSequence.decode(digests.get(0).value(), DIGEST_BYTES) : null;
        if (digest == null) {
            throw new MalformedSignatureException(
                    "The header " + FIELD + ": expected one " + ALGORITHM + " digest of 32 bytes");
        }
        return new ContentDigest(digest);
    }

    @Override
    public @Nullable Unproved uncovered() {
        return sha256 == null ? UNCOVERED : null;
    }

    @Override
    public @Nullable Unproved check(byte[] actual) {
        return MessageDigest.isEqual(sha256, actual) ? null : MISMATCH;
    }
}
