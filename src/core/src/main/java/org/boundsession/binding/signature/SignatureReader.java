package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.RequestTarget;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Unproved.Reason;
import org.boundsession.binding.signature.DictionaryMembers.Member;
import org.boundsession.binding.signature.SignatureInput.Parts;
import org.jspecify.annotations.Nullable;

/**
 * Reads the signature of a request that has the tag of this application; signatures of other parties are ignored.
 * Thread-safe.
 */
final class SignatureReader {

    private static final String FIELD = "Signature";
    private static final int MAC_BYTES = 32;

    private final SignatureBase bases;
    private final List<String> required;
    private final String acceptSignature;
    private final Unproved absent;

    /** @param required the components that each signature must cover */
    SignatureReader(RequestTarget target, List<String> required) {
        this.bases = new SignatureBase(target);
        this.required = List.copyOf(required);
        this.acceptSignature = "bs=(\"" + String.join("\" \"", required) + "\");created;tag=" + SignatureInput.TAG;
        this.absent = new Unproved(
                Reason.REQUIRED,
                "proof_required",
                "The request must be signed with the key of its session",
                Map.of("Accept-Signature", acceptSignature),
                Map.of());
    }

    /** Returns the value of {@code Accept-Signature} (RFC 9421, section 5.1). */
    String acceptSignature() {
        return acceptSignature;
    }

    /** Returns the {@link SignedRequest}, or an {@link Unproved} if there is none or a malformed one. */
    Evidence read(HttpServletRequest request) {
        SignedRequest verified = SignedRequest.verifiedIn(request);
        if (verified != null) {
            return verified;
        }
        try {
            Parts ours = find(request);
            return ours == null ? absent : read(request, SignatureInput.parse(ours));
        } catch (MalformedSignatureException e) {
            return new Unproved(Reason.MALFORMED, "proof_malformed", String.valueOf(e.getMessage()));
        }
    }

    /** Returns whether the request has a signature for this application, perhaps a malformed one. */
    boolean isSigned(HttpServletRequest request) {
        try {
            return find(request) != null;
        } catch (MalformedSignatureException e) {
            return true;
        }
    }

    private static @Nullable Parts find(HttpServletRequest request) throws MalformedSignatureException {
        List<Member> members = DictionaryMembers.of(request, SignatureInput.FIELD);
        Parts ours = null;
        for (Member member : members) {
            Parts parts = Parts.of(member);
            if (parts.isOurs()) {
                requireOne(ours == null);
                ours = parts;
            }
        }
        if (ours != null) {
            requireOne(only(members, ours.label()) != null);
        }
        return ours;
    }

    private static void requireOne(boolean one) throws MalformedSignatureException {
        if (!one) {
            throw new MalformedSignatureException("The header " + SignatureInput.FIELD
                    + ": expected one signature with the tag bound-session, and its label once");
        }
    }

    /** Returns the member with this key; null if there is none or several. */
    private static @Nullable Member only(List<Member> members, String key) {
        Member found = null;
        for (Member member : members) {
            if (member.key().equals(key)) {
                if (found != null) {
                    return null;
                }
                found = member;
            }
        }
        return found;
    }

    private Evidence read(HttpServletRequest request, SignatureInput input) throws MalformedSignatureException {
        byte[] mac = mac(request, input.label());
        if (!input.components().containsAll(required)) {
            throw new MalformedSignatureException(
                    "The header " + SignatureInput.FIELD + ": the signature must cover " + String.join(", ", required));
        }
        ContentDigest body = ContentDigest.of(request, input.components());
        return new SignedRequest(request, input, bases.of(request, input), mac, body);
    }

    private static byte[] mac(HttpServletRequest request, String label) throws MalformedSignatureException {
        Member signature = only(DictionaryMembers.of(request, FIELD), label);
        byte[] mac = signature == null ? null : ByteSequence.decode(signature.value(), MAC_BYTES);
        if (mac == null) {
            throw new MalformedSignatureException("The header " + FIELD + ": expected one signature with the label of "
                    + SignatureInput.FIELD + ", 32 bytes in base 64 between colons");
        }
        return mac;
    }
}
