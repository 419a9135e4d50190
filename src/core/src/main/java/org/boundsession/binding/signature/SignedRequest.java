package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import org.boundsession.binding.CoveredBody;
import org.boundsession.binding.Evidence;
import org.jspecify.annotations.Nullable;

/** A well-formed signature of a request. Its state is confined to the request. */
final class SignedRequest implements Evidence {

    private static final String VERIFIED = SignedRequest.class.getName();

    private final HttpServletRequest request;
    private final SignatureInput input;
    private final byte[] base;
    private final byte[] mac;
    private final CoveredBody body;
    private boolean verified;

    /**
     * @param base the signature base
     * @param mac the signature, 32 bytes
     */
    SignedRequest(HttpServletRequest request, SignatureInput input, byte[] base, byte[] mac, CoveredBody body) {
        this.request = request;
        this.input = input;
        this.base = base;
        this.mac = mac;
        this.body = body;
    }

    /**
     * Returns what was verified in this request before, which is decided again after an asynchronous dispatch; null if
     * nothing was.
     */
    static @Nullable SignedRequest verifiedIn(HttpServletRequest request) {
        return (SignedRequest) request.getAttribute(VERIFIED);
    }

    /** Remembers that this signature is valid and was recorded. */
    void setVerified() {
        verified = true;
        request.setAttribute(VERIFIED, this);
    }

    boolean isVerified() {
        return verified;
    }

    SignatureInput input() {
        return input;
    }

    byte[] base() {
        return base;
    }

    byte[] mac() {
        return mac;
    }

    @Override
    public CoveredBody body() {
        return body;
    }

    @Override
    public OptionalLong created() {
        return OptionalLong.of(input.created());
    }

    @Override
    public String toString() {
        return "SignedRequest";
    }
}
