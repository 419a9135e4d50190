package org.boundsession.binding.secret;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import org.boundsession.binding.Answer;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Possession;
import org.jspecify.annotations.Nullable;

/**
 * The stored hash of one session's secret, and its fast tag as soon as this node has seen the secret. Tags are
 * compared in constant time. Thread-safe.
 */
final class SecretPossession implements Possession {

    private final SecretHasher hasher;
    private final SecretHeader header;
    private final String sessionId;
    private final StoredSecret form;
    private final String storedForm;
    private volatile byte @Nullable [] tag;

    /** @param tag the tag of the secret; null if this node has not seen the secret */
    SecretPossession(
            SecretHasher hasher, SecretHeader header, String sessionId, StoredSecret form, byte @Nullable [] tag) {
        this.hasher = hasher;
        this.header = header;
        this.sessionId = sessionId;
        this.form = form;
        this.storedForm = form.text();
        this.tag = tag;
    }

    @Override
    public String kind() {
        return StoredSecret.KIND;
    }

    @Override
    public String storedForm() {
        return storedForm;
    }

    @Override
    public boolean isVerifiable() {
        return hasher.hasPepperOf(form);
    }

    @Override
    public Evidence read(HttpServletRequest request) {
        return header.read(request);
    }

    @Override
    public Answer check(Evidence evidence) {
        byte[] known = tag;
        if (known == null) {
            return Answer.UNKNOWN;
        }
        boolean proved = MessageDigest.isEqual(known, hasher.tag(sessionId, (Secret) evidence));
        return proved ? Answer.PROVED : Answer.WRONG;
    }

    @Override
    public Answer checkSlowly(Evidence evidence) {
        Secret secret = (Secret) evidence;
        if (!hasher.matches(sessionId, secret, form)) {
            return Answer.WRONG;
        }
        tag = hasher.tag(sessionId, secret);
        return Answer.PROVED;
    }

    @Override
    public String toString() {
        return "SecretPossession";
    }
}
