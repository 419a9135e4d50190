package org.boundsession.binding.secret;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.boundsession.binding.BindingScheme;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Possession;
import org.boundsession.keys.SessionSecrets;

/** Binds a session to a secret that the client sends in a header with each request. Thread-safe. */
public final class SecretScheme implements BindingScheme {

    private final SecretHeader header;
    private final SecretHasher hasher;

    /**
     * @param header the name of the request header with the secret
     * @param minLength the minimum length of the secret, in bytes
     * @param cost the cost parameter of bcrypt, the binary logarithm of the number of rounds
     */
    public SecretScheme(SessionSecrets secrets, String header, int minLength, int cost) {
        this(secrets, header, minLength, cost, nanos -> {});
    }

    /**
     * As {@link #SecretScheme(SessionSecrets, String, int, int)}, with measured hashing.
     *
     * @param times receives the time of each slow hash, in nanoseconds
     */
    public SecretScheme(SessionSecrets secrets, String header, int minLength, int cost, LongConsumer times) {
        this.header = new SecretHeader(header, minLength);
        this.hasher = new SecretHasher(secrets, cost, times);
    }

    @Override
    public String kind() {
        return StoredSecret.KIND;
    }

    @Override
    public Evidence read(HttpServletRequest request) {
        return header.read(request);
    }

    @Override
    public Possession bind(String sessionId, Evidence evidence) {
        Secret secret = (Secret) evidence;
        StoredSecret form = hasher.hash(sessionId, secret);
        return new SecretPossession(hasher, header, sessionId, form, hasher.tag(sessionId, secret));
    }

    @Override
    public Optional<Possession> restore(String sessionId, String storedForm) {
        return hasher.parse(storedForm).map(form -> new SecretPossession(hasher, header, sessionId, form, null));
    }

    @Override
    public String toString() {
        return "SecretScheme";
    }
}
