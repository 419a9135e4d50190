package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kinds of binding that this node knows. A stored form says which one made it. Immutable. */
public final class BindingSchemes {

    private static final Logger LOG = System.getLogger(BindingSchemes.class.getName());
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern STORED_FORM = Pattern.compile("\\{(" + KIND + ")}.*", Pattern.DOTALL);

    private final Map<String, BindingScheme> schemes = new LinkedHashMap<>();
    private final BindingScheme first;
    private final OnceAMinute warning = new OnceAMinute();

    /**
     * What a login offers, with the kind that can bind a session to it.
     *
     * @param evidence may be {@link Unproved}, and then nothing can be bound to it
     */
    public record Offer(BindingScheme scheme, Evidence evidence) {

        /** Null if a session can be bound to it. */
        public @Nullable Unproved unproved() {
            return evidence.unproved();
        }

        @Override
        public String toString() {
            return "Offer of " + scheme.kind();
        }
    }

    /** @param schemes at least one; of several that find evidence in a login, the first binds the session */
    public BindingSchemes(List<? extends BindingScheme> schemes) {
        first = schemes.get(0);
        for (BindingScheme scheme : schemes) {
            if (!KIND.matcher(scheme.kind()).matches() || this.schemes.put(scheme.kind(), scheme) != null) {
                throw new IllegalArgumentException(
                        "schemes: " + scheme.kind() + " is not a name, or several kinds have it");
            }
        }
    }

    /** What a login offers. If it offers nothing, what the first kind misses. */
    Offer read(HttpServletRequest request) {
        for (BindingScheme scheme : schemes.values()) {
            Evidence evidence = scheme.read(request);
            Unproved unproved = evidence.unproved();
            if (unproved == null || !unproved.isAbsent()) {
                return new Offer(scheme, evidence);
            }
        }
        return new Offer(first, first.read(request));
    }

    /** Empty if this node cannot check it; a damaged or unknown form is logged, at most once a minute. */
    Optional<Possession> restore(String sessionId, String storedForm) {
        Matcher form = STORED_FORM.matcher(storedForm);
        BindingScheme scheme = form.matches() ? schemes.get(form.group(1)) : null;
        if (scheme != null) {
            return scheme.restore(sessionId, storedForm);
        }
        if (warning.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "The binding of a session is damaged, or of a kind that this node does not know: the session is not"
                            + " accepted. Nodes that share a store must run the same version");
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "BindingSchemes " + schemes.keySet();
    }
}
