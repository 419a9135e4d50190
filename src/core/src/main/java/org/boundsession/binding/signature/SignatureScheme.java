package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.boundsession.binding.BindingScheme;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Possession;
import org.boundsession.binding.RequestTarget;
import org.boundsession.binding.secret.Secret;
import org.boundsession.binding.secret.SecretHeader;
import org.boundsession.keys.SessionSecrets;

/**
 * Binds a session to a key that is derived from the secret of its login; each later request is signed with the key.
 * Thread-safe.
 */
public final class SignatureScheme implements BindingScheme {

    private final WrappingKeys keys;
    private final SecretHeader header;
    private final SignatureReader reader;
    private final ProofWindow window;
    private final Replays replays;
    private final int mismatchLimit;

    /**
     * Settings of signatures.
     *
     * @param components what each signature must cover
     * @param windowSeconds for how long a signature is accepted
     * @param mismatchLimit the number of wrong signatures that ends a session
     * @param target the requests as clients see them
     */
    public record Options(List<String> components, int windowSeconds, int mismatchLimit, RequestTarget target) {

        public Options {
            components = List.copyOf(components);
        }
    }

    /**
     * @param header reads the secret of a login
     * @param clock the time of day
     */
    public SignatureScheme(SessionSecrets secrets, SecretHeader header, Options options, Replays replays, Clock clock) {
        this.keys = new WrappingKeys(secrets);
        this.header = header;
        this.reader = new SignatureReader(options.target(), options.components());
        this.window = new ProofWindow(options.windowSeconds(), clock);
        this.mismatchLimit = options.mismatchLimit();
        this.replays = replays;
    }

    @Override
    public String kind() {
        return WrappedKey.KIND;
    }

    /** A login sends the same header with a secret for either kind. */
    @Override
    public boolean mustBeNamed() {
        return true;
    }

    /** A slow hash would add nothing: the store holds an encrypted key of 256 bits. */
    @Override
    public boolean bindsSlowly() {
        return false;
    }

    @Override
    public boolean isPresentedBy(HttpServletRequest request) {
        return reader.isSigned(request);
    }

    @Override
    public Evidence read(HttpServletRequest request) {
        return header.read(request);
    }

    @Override
    public Possession bind(String sessionId, Evidence evidence) {
        String keyid = ProofKey.id(sessionId);
        byte[] key = ProofKey.derive((Secret) evidence, keyid);
        return new SignaturePossession(this, keyid, key, keys.wrap(sessionId, key));
    }

    @Override
    public Optional<Possession> restore(String sessionId, String storedForm) {
        return WrappedKey.parse(storedForm).flatMap(form -> restore(sessionId, form));
    }

    private Optional<Possession> restore(String sessionId, WrappedKey form) {
        return keys.unwrap(form, sessionId)
                .map(key -> new SignaturePossession(this, ProofKey.id(sessionId), key, form));
    }

    /** Returns whether this node has the {@code session-secret} with this name. */
    boolean hasRoot(String root) {
        return keys.hasRoot(root);
    }

    SignatureReader reader() {
        return reader;
    }

    ProofWindow window() {
        return window;
    }

    Replays replays() {
        return replays;
    }

    int mismatchLimit() {
        return mismatchLimit;
    }

    @Override
    public String toString() {
        return "SignatureScheme";
    }
}
