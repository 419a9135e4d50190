package org.boundsession.binding.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stored form of a binding to a secret: <code>{secret}&lt;pepper&gt;:&lt;bcrypt&gt;</code>. The kind in braces
 * determines the format of the rest.
 *
 * <p>Parsing is strict, because the stored cost determines how long bcrypt computes: {@code $2b$} only, a cost from 10
 * to 15, canonical base 64.
 *
 * @param pepper the name of the {@code session-secret} from which the pepper was derived
 * @param bcrypt the bcrypt hash in the modular crypt format
 */
record StoredSecret(String pepper, String bcrypt) {

    static final String KIND = "secret";

    /**
     * The last characters of salt and hash encode fewer than six bits, so only their canonical spellings are accepted.
     */
    private static final Pattern FORM = Pattern.compile("\\{secret\\}([0-9a-f]{8}):"
            + "(\\$2b\\$1[0-5]\\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26])");

    /** Parses a stored form. Empty if this version cannot have written it. */
    static Optional<StoredSecret> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new StoredSecret(form.group(1), form.group(2))) : Optional.empty();
    }

    String text() {
        return '{' + KIND + '}' + pepper + ':' + bcrypt;
    }

    @Override
    public String toString() {
        return "StoredSecret";
    }
}
