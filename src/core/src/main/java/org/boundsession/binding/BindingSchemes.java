package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.boundsession.binding.Unproved.Reason;
import org.boundsession.concurrent.OnceAMinute;
import org.jspecify.annotations.Nullable;

/** The kinds of binding that this node knows. The prefix of a stored form names its kind. Thread-safe. */
public final class BindingSchemes {

    private static final Logger LOG = System.getLogger(BindingSchemes.class.getName());
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern STORED_FORM = Pattern.compile("\\{(" + KIND + ")}.*", Pattern.DOTALL);

    private static final String HEADER = "binding";

    private final Map<String, BindingScheme> schemes = new LinkedHashMap<>();
    private final List<BindingScheme> opening;
    private final List<BindingScheme> unnamed;
    private final OnceAMinute warning = new OnceAMinute();

    /**
     * The evidence of a login, with the kind of binding that can bind a session to it.
     *
     * @param evidence if it is {@link Unproved}, no session can be bound to it
     * @param isNamed whether the login names the kind
     */
    public record Offer(BindingScheme scheme, Evidence evidence, boolean isNamed) {

        /** Returns whether the login may be for a session of this kind. */
        public boolean isFor(String kind) {
            return !isNamed || scheme.kind().equals(kind);
        }

        /** Returns why no session can be bound to the evidence; null if one can. */
        public @Nullable Unproved unproved() {
            return evidence.unproved();
        }

        @Override
        public String toString() {
            return "Offer of " + scheme.kind();
        }
    }

    /**
     * @param schemes all kinds whose sessions are valid
     * @param opening the names of those that a login may open, at least one; if a login names none, the first one that
     *     finds evidence binds the session
     * @throws IllegalArgumentException if a name is malformed, ambiguous or unknown
     */
    public BindingSchemes(List<? extends BindingScheme> schemes, List<String> opening) {
        for (BindingScheme scheme : schemes) {
            if (!KIND.matcher(scheme.kind()).matches() || this.schemes.put(scheme.kind(), scheme) != null) {
                throw new IllegalArgumentException(
                        "schemes: " + scheme.kind() + " is not a valid name, or the name of several kinds");
            }
        }
        this.opening = opening.stream().map(this::opening).toList();
        this.unnamed =
                this.opening.stream().filter(scheme -> !scheme.mustBeNamed()).toList();
    }

    /** With all of these kinds for logins, in their order. */
    public BindingSchemes(List<? extends BindingScheme> schemes) {
        this(schemes, schemes.stream().map(BindingScheme::kind).toList());
    }

    private BindingScheme opening(String kind) {
        BindingScheme scheme = schemes.get(kind);
        if (scheme == null) {
            throw new IllegalArgumentException(
                    "bound-session.bindings: expected kinds of binding that are present: " + names(schemes.values()));
        }
        return scheme;
    }

    private static String names(Collection<BindingScheme> schemes) {
        return schemes.stream().map(BindingScheme::kind).collect(Collectors.joining(", "));
    }

    /** Returns the names of all kinds. */
    Set<String> kinds() {
        return Collections.unmodifiableSet(schemes.keySet());
    }

    boolean isPresentedBy(HttpServletRequest request) {
        return schemes.values().stream().anyMatch(scheme -> scheme.isPresentedBy(request));
    }

    /**
     * Reads the evidence of a login, of the kind that the header {@code binding} names. If it names none, of the first
     * kind that finds any; if no kind does, returns the {@link Unproved} of the first one.
     */
    Offer read(HttpServletRequest request) {
        Enumeration<String> named = request.getHeaders(HEADER);
        if (named == null || !named.hasMoreElements()) {
            return unnamed(request);
        }
        BindingScheme scheme = schemes.get(named.nextElement().strip());
        if (scheme == null || named.hasMoreElements()) {
            return refused(
                    "binding_malformed",
                    "The header binding must appear once, with one of the values " + names(opening));
        }
        if (!opening.contains(scheme)) {
            return refused(
                    "binding_refused",
                    "Sessions of this kind are not opened here. Kinds of binding: " + names(opening));
        }
        return new Offer(scheme, scheme.read(request), true);
    }

    private Offer unnamed(HttpServletRequest request) {
        for (BindingScheme scheme : unnamed) {
            Evidence evidence = scheme.read(request);
            Unproved unproved = evidence.unproved();
            if (unproved == null || !unproved.isAbsent()) {
                return new Offer(scheme, evidence, false);
            }
        }
        if (unnamed.isEmpty()) {
            return refused(
                    "binding_refused",
                    "A login must name its kind of binding in the header binding: " + names(opening));
        }
        return new Offer(unnamed.get(0), unnamed.get(0).read(request), false);
    }

    private Offer refused(String code, String message) {
        return new Offer(opening.get(0), new Unproved(Reason.MALFORMED, code, message), false);
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
