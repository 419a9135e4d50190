package org.boundsession;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.boundsession.settings.Format;
import org.boundsession.settings.Source;

/**
 * The settings of sessions whose requests are signed.
 *
 * @param components what each signature must cover
 * @param windowSeconds for how long a signature is accepted
 * @param replaysInStore whether accepted signatures are remembered by the store, instead of each node
 * @param replayCapacity the maximum number of signatures of one second that a node remembers
 * @param mismatchLimit the number of wrong signatures that ends a session
 * @param secretMinLength the minimum length of the secret of a login, in bytes
 * @param externalUrl the root of the application as clients see it; empty if proxies do not change it
 */
record ProofSettings(
        List<String> components,
        int windowSeconds,
        boolean replaysInStore,
        int replayCapacity,
        int mismatchLimit,
        int secretMinLength,
        Optional<URI> externalUrl) {

    static final String NODE = "node";
    static final String STORE = "store";

    private static final Set<String> REQUIRED = Set.of("@method", "@path", "@query");

    static final Format<List<String>> COMPONENTS = acceptedComponents();

    private static Format<List<String>> acceptedComponents() {
        String expectation = "@method @path @query, perhaps with @authority, separated by blanks";
        Format<List<String>> names = Format.list(expectation, " ", "@method|@path|@query|@authority");
        return new Format<>(expectation, text -> names.parse(text).filter(list -> list.containsAll(REQUIRED)));
    }

    /** @throws IllegalArgumentException if the store of sessions cannot remember signatures */
    static ProofSettings of(Source source, String store) {
        boolean replaysInStore = source.get(KnownSettings.PROOF_REPLAY).equals(STORE);
        if (replaysInStore && store.equals(Stores.CONTAINER)) {
            throw new IllegalArgumentException(
                    "bound-session.proof-replay: store needs bound-session.store=jdbc or redis");
        }
        return new ProofSettings(
                source.get(KnownSettings.PROOF_COMPONENTS),
                Math.toIntExact(source.get(KnownSettings.PROOF_WINDOW).toSeconds()),
                replaysInStore,
                source.get(KnownSettings.PROOF_REPLAY_CAPACITY),
                source.get(KnownSettings.PROOF_MISMATCH_LIMIT),
                source.get(KnownSettings.PROOF_SECRET_MIN_LENGTH),
                source.get(KnownSettings.EXTERNAL_URL));
    }
}
