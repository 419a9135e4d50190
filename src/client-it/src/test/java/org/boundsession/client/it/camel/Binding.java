package org.boundsession.client.it.camel;

import java.util.Locale;
import java.util.Set;

/** The kinds of binding that the flow may ask for. */
enum Binding {
    SECRET("cookie", "secretid"),
    SIGNATURE("cookie", "signature", "signature-input");

    private final Set<String> headers;

    Binding(String... headers) {
        this.headers = Set.of(headers);
    }

    /** Returns the value of the setting. */
    String setting() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the headers of a call that are the flow's own, in lower case. */
    Set<String> headers() {
        return headers;
    }
}
