package org.boundsession.binding;

import java.util.Map;

/**
 * What a client learns at login about how its requests prove possession. Nothing in it is secret. Immutable.
 *
 * @param headers headers of the response
 * @param fields fields of the response's body
 */
public record ProofTerms(Map<String, String> headers, Map<String, String> fields) {

    public static final ProofTerms NONE = new ProofTerms(Map.of(), Map.of());

    public ProofTerms {
        headers = Map.copyOf(headers);
        fields = Map.copyOf(fields);
    }
}
