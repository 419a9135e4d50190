package org.boundsession.binding.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.boundsession.binding.signature.DictionaryMembers.Member;

/**
 * The covered components and the parameters of a signature (RFC 9421, section 2.3), parsed strictly: what is accepted
 * is its own canonical form, so that the text as sent is the value of {@code @signature-params}. Immutable.
 *
 * @param text the text as sent, without the label
 * @param components the covered components in their order
 * @param created epoch seconds
 * @param expires epoch seconds; empty if the signature does not say
 */
record SignatureInput(
        String label, String text, List<String> components, long created, OptionalLong expires, String keyid) {

    static final String FIELD = "Signature-Input";

    static final String TAG = "\"bound-session\"";

    private static final int MAX_COMPONENTS = 16;
    private static final int INITIAL_COMPONENTS = 4;
    private static final Set<String> DERIVED = Set.of("@method", "@path", "@query", "@authority");
    /** Cookies arrive in one or in several field lines, depending on proxies; a signature cannot cover itself. */
    private static final Set<String> NEVER_COVERED = Set.of("cookie", "signature", "signature-input");

    /**
     * Returns whether a digest of the signature base tells the client nothing that it has not sent: a proxy may have
     * added other header fields, whose values could be guessed from the digest.
     */
    boolean coversOnlyWhatClientsSend() {
        return components.stream().allMatch(name -> name.startsWith("@") || name.startsWith("content-"));
    }

    /**
     * A member that is split, but not checked yet.
     *
     * @param end the index of the parenthesis that closes the list of components
     * @param parameters what is separated by semicolons; the first part is empty in the canonical form
     */
    record Parts(Member member, int end, List<String> parameters) {

        static Parts of(Member member) throws MalformedSignatureException {
            int end = endOfComponents(member.value());
            return new Parts(member, end, SignatureInput.parameters(member.value(), end));
        }

        /** Returns whether it is a signature for this application, perhaps a malformed one. */
        boolean isOurs() {
            for (int i = parameters.size() - 1; i > 0; i--) {
                if (isTag(parameters.get(i))) {
                    return true;
                }
            }
            return false;
        }

        String label() {
            return member.key();
        }
    }

    private static boolean isTag(String parameter) {
        int equals = parameter.indexOf('=');
        return equals >= 0
                && parameter.substring(0, equals).strip().equals("tag")
                && parameter.substring(equals + 1).strip().equals(TAG);
    }

    static SignatureInput parse(Parts parts) throws MalformedSignatureException {
        String text = parts.member().value();
        SignatureParameters parameters = SignatureParameters.parse(parts.parameters());
        return new SignatureInput(
                parts.label(),
                text,
                components(text.substring(1, parts.end())),
                parameters.created(),
                parameters.expires(),
                parameters.keyid());
    }

    /** Returns the index of the closing parenthesis. */
    private static int endOfComponents(String text) throws MalformedSignatureException {
        int end = text.startsWith("(") ? DictionaryMembers.endOf(text, 1, ')') : -1;
        if (end < 0 || end == text.length()) {
            throw new MalformedSignatureException("The header " + FIELD + ": a member is not a list of components");
        }
        return end;
    }

    /** Splits what follows the components at its semicolons. */
    private static List<String> parameters(String text, int endOfComponents) {
        List<String> parameters = new ArrayList<>();
        int start = endOfComponents + 1;
        while (start <= text.length()) {
            int end = DictionaryMembers.endOf(text, start, ';');
            parameters.add(text.substring(start, end));
            start = end + 1;
        }
        return parameters;
    }

    /** Parses quoted names that are separated by single spaces. */
    private static List<String> components(String text) throws MalformedSignatureException {
        List<String> components = new ArrayList<>(INITIAL_COMPONENTS);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('"', start + 1);
            if (text.charAt(start) != '"' || end < 0 || components.size() == MAX_COMPONENTS) {
                throw malformedComponents();
            }
            String name = text.substring(start + 1, end);
            if (!isAccepted(name) || components.contains(name)) {
                throw malformedComponents();
            }
            components.add(name);
            start = end + 2;
            boolean last = start == text.length() + 1;
            if (!last && (start >= text.length() || text.charAt(end + 1) != ' ')) {
                throw malformedComponents();
            }
        }
        return components;
    }

    private static boolean isAccepted(String name) {
        if (name.startsWith("@")) {
            return DERIVED.contains(name);
        }
        return !name.isEmpty()
                && name.chars().allMatch(SignatureInput::isLowerCaseToken)
                && !NEVER_COVERED.contains(name);
    }

    /** RFC 9110, section 5.6.2. */
    private static boolean isLowerCaseToken(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "!#$%&'*+.^_`|~-".indexOf(c) >= 0;
    }

    private static MalformedSignatureException malformedComponents() {
        return new MalformedSignatureException("The header " + FIELD
                + ": the covered components are malformed. Expected at"
                + " most " + MAX_COMPONENTS + " names without parameters, each once, separated by single spaces: of"
                + " @method, @path, @query, @authority and header fields in lower case, but not cookie");
    }

    @Override
    public String toString() {
        return "SignatureInput";
    }
}
