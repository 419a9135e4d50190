package org.boundsession.binding.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.binding.signature.DictionaryMembers.Member;

/**
 * The covered components and the parameters of a signature (RFC 9421, section 2.3), parsed strictly: what is accepted is its
 * own canonical form, so that the text as sent is the value of {@code @signature-params}. Immutable.
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
    private static final Pattern COMPONENT = Pattern.compile("\"(@?[!#$%&'*+.^_`|~0-9a-z-]+)\"( (?=\")|$)");
    private static final Set<String> DERIVED = Set.of("@method", "@path", "@query", "@authority");
    /** Cookies arrive in one or in several field lines, depending on proxies; a signature cannot cover itself. */
    private static final Set<String> NEVER_COVERED = Set.of("cookie", "signature", "signature-input");

    /**
     * Returns whether a digest of the signature base tells the client nothing that it has not sent: a proxy may have added
     * other header fields, whose values could be guessed from the digest.
     */
    boolean coversOnlyWhatClientsSend() {
        return components.stream().allMatch(name -> name.startsWith("@") || name.startsWith("content-"));
    }

    /** Returns whether a member is a signature for this application, perhaps a malformed one. */
    static boolean isOurs(Member member) throws MalformedSignatureException {
        String text = member.value();
        return parameters(text, endOfComponents(text)).stream().skip(1).anyMatch(SignatureInput::isTag);
    }

    private static boolean isTag(String parameter) {
        int equals = parameter.indexOf('=');
        return equals >= 0
                && parameter.substring(0, equals).strip().equals("tag")
                && parameter.substring(equals + 1).strip().equals(TAG);
    }

    static SignatureInput parse(Member member) throws MalformedSignatureException {
        String text = member.value();
        int end = endOfComponents(text);
        SignatureParameters parameters = SignatureParameters.parse(parameters(text, end));
        return new SignatureInput(
                member.key(),
                text,
                components(text.substring(1, end)),
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

    /** Splits what follows the components at its semicolons; the first part is empty in the canonical form. */
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

    private static List<String> components(String text) throws MalformedSignatureException {
        List<String> components = new ArrayList<>();
        Matcher component = COMPONENT.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!component.find(end) || component.start() != end || components.size() == MAX_COMPONENTS) {
                throw malformedComponents();
            }
            String name = component.group(1);
            if (name.startsWith("@") && !DERIVED.contains(name)
                    || NEVER_COVERED.contains(name)
                    || components.contains(name)) {
                throw malformedComponents();
            }
            components.add(name);
            end = component.end();
        }
        return List.copyOf(components);
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
