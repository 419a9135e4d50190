package org.boundsession.session;

import java.text.Normalizer;
import java.util.Locale;

/** Normalizes user names for limits and indexes, because many realms accept several spellings of one name. */
public final class UserNames {

    private UserNames() {}

    /**
     * Returns the name stripped, in Unicode NFKC and case-folded. For counting and grouping only: the user's name
     * remains the one that the realm returned.
     */
    public static String canonical(String name) {
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC).strip();
        // Upper case first: it expands what lower case keeps apart, such as the sharp s and the final sigma.
        String folded = compatible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
    }
}
