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
import org.boundsession.concurrent.OnceAMinute;
import org.jspecify.annotations.Nullable;

/** The kinds of binding that this node knows. The prefix of a stored form names its kind. Thread-safe. */
public final class BindingSchemes {

    private static final Logger LOG = System.getLogger(BindingSchemes.class.getName());
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern STORED_FORM = Pattern.compile("\\{(" + KIND + ")}.*", Pattern.DOTALL);

    private final Map<String, BindingScheme> schemes = new LinkedHashMap<>();
    private final BindingScheme first;
    private final OnceAMinute warning = new OnceAMinute();

    /**
     * The evidence of a login, with the kind of binding that can bind a session to it.
     *
     * @param evidence if it is {@link Unproved}, no session can be bound to it
     */
    public record Offer(BindingScheme scheme, Evidence evidence) {

        /** Returns why no session can be bound to the evidence; null if one can. */
        public @Nullable Unproved unproved() {
            return evidence.unproved();
        }

        @Override
        public String toString() {
            return "Offer of " + scheme.kind();
        }
    }

    /** @param schemes at least one; if several find evidence in a login, the first one binds the session */
    public BindingSchemes(List<? extends BindingScheme> schemes) {
        first = schemes.get(0);
        for (BindingScheme scheme : schemes) {
            if (!KIND.matcher(scheme.kind()).matches() || this.schemes.put(scheme.kind(), scheme) != null) {
                throw new IllegalArgumentException(
                        "schemes: " + scheme.kind() + " is not a valid name, or the name of several kinds");
            }
        }
    }

    /** Reads the evidence of a login. If no kind finds any, returns the {@link Unproved} of the first kind. */
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

    /**
     * Restores a binding from its stored form. Empty if this node cannot check it; a damaged or unknown form is
     * logged, at most once a minute.
     */
    Optional<Possession> restore(String sessionId, String storedForm) {
        Matcher form = STORED_FORM.matcher(storedForm);
        BindingScheme scheme = form.matches() ? schemes.get(form.group(1)) : null;
        if (scheme != null) {
            return scheme.restore(sessionId, storedForm);
        }
        if (warning.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "A session is rejected because its binding is damaged, or of a kind that this node does not know."
                            + " Nodes that share a store must run the same version");
        }
        return Optional.empty();
    }

    /** Returns the kind of binding that a stored form names; empty if it names none. */
    public static String kindOf(String storedForm) {
        Matcher form = STORED_FORM.matcher(storedForm);
        return form.matches() ? form.group(1) : "";
    }

    @Override
    public String toString() {
        return "BindingSchemes " + schemes.keySet();
    }
}
