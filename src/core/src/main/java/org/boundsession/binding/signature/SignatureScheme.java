package org.boundsession.binding.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.boundsession.binding.BindingScheme;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Possession;
import org.boundsession.binding.RequestTarget;
import org.boundsession.binding.secret.Secret;
import org.boundsession.binding.secret.SecretHeader;
import org.boundsession.concurrent.OnceAMinute;
import org.boundsession.keys.DerivedKey;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;

/**
 * Binds a session to a key that is derived from the secret of its login; each later request is signed with the key.
 * Thread-safe.
 */
public final class SignatureScheme implements BindingScheme {

    private static final Logger LOG = System.getLogger(SignatureScheme.class.getName());

    private final SessionSecrets secrets;
    private final SecretHeader header;
    private final SignatureReader reader;
    private final ProofWindow window;
    private final Replays replays;
    private final int mismatchLimit;
    private final OnceAMinute warning = new OnceAMinute();
    private final OnceAMinute warningOfRoot = new OnceAMinute();

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
        this.secrets = secrets;
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
        WrappedKey form = WrappedKey.wrap(secrets.signingKey(Purpose.PROOF_WRAP), sessionId, key);
        return new SignaturePossession(this, keyid, key, form);
    }

    @Override
    public Optional<Possession> restore(String sessionId, String storedForm) {
        Optional<WrappedKey> form = WrappedKey.parse(storedForm);
        if (form.isPresent() && !hasRoot(form.get().root())) {
            return Optional.empty();
        }
        Optional<byte[]> key = form.flatMap(wrapped -> unwrap(wrapped, sessionId));
        if (key.isEmpty() && warning.isDue()) {
            LOG.log(Level.WARNING, "A session is rejected because its signing key is damaged");
        }
        return key.map(bytes -> new SignaturePossession(this, ProofKey.id(sessionId), bytes, form.orElseThrow()));
    }

    private Optional<byte[]> unwrap(WrappedKey wrapped, String sessionId) {
        DerivedKey root = secrets.keys(Purpose.PROOF_WRAP).get(wrapped.root());
        return root == null ? Optional.empty() : wrapped.unwrap(root, sessionId);
    }

    /** Returns whether this node has the {@code session-secret} with this name; if not, logs that once a minute. */
    boolean hasRoot(String root) {
        boolean known = secrets.keys(Purpose.PROOF_WRAP).containsKey(root);
        if (!known && warningOfRoot.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "A session is rejected because another node, or this one before a restart, has opened it with another"
                            + " key. Set the same bound-session.session-secret, and the same bound-session.application,"
                            + " on all nodes");
        }
        return known;
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
