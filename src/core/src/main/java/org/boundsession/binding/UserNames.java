package org.boundsession.binding;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one spelling under which a user is counted, because many realms accept several spellings of one name.
 */
public final class UserNames {

    private UserNames() {}

    /**
     * Returns the name stripped, in Unicode NFKC and case-folded. For counting and grouping only: the name that the realm
     * returned stays the user's name.
     */
    public static String canonical(String name) {
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC).strip();
        // Upper case first: it expands what lower case keeps apart, such as the sharp s and the final sigma.
        String folded = compatible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
    }
}
