package org.boundsession.binding.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stored form of a binding to a secret: <code>{secret}&lt;pepper&gt;:&lt;bcrypt&gt;</code>. The kind in braces tells how
 * to read the rest.
 *
 * <p>Parsing is strict, because what is parsed decides how much bcrypt has to compute: {@code $2b$} only, a cost from 10 to
 * 15, canonical base 64.
 *
 * @param pepper the name of the secret that the pepper was derived from
 * @param bcrypt a hash in the modular crypt format
 */
record StoredSecret(String pepper, String bcrypt) {

    static final String KIND = "secret";

    /** The last characters of salt and hash carry two and four bits: their other spellings never match. */
    private static final Pattern FORM = Pattern.compile("\\{secret\\}([0-9a-f]{8}):"
            + "(\\$2b\\$1[0-5]\\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26])");

    /** Empty for a form that this version did not write. */
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
