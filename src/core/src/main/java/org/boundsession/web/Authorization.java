package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The {@code Authorization} of a request: absent, well-formed Basic credentials, or anything else, which is refused.
 */
record Authorization(boolean isAbsent, Optional<BasicCredentials> credentials) {

    static Authorization of(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders("Authorization"));
        if (values.size() != 1) {
            return new Authorization(values.isEmpty(), Optional.empty());
        }
        return new Authorization(false, BasicCredentials.parse(values.get(0)));
    }

    boolean isAbsentOrNames(String user) {
        return isAbsent
                || credentials.filter(given -> given.user().equals(user)).isPresent();
    }
}
