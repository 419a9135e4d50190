package org.boundsession.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * User name and password of HTTP Basic authentication (RFC 7617 with {@code charset="UTF-8"}): strict Base64, strict
 * UTF-8, no control characters, split at the first colon.
 */
record BasicCredentials(String user, String password) {

    private static final String SCHEME = "Basic ";

    /** Parses the value of an {@code Authorization} header; empty if it is malformed or of another scheme. */
    static Optional<BasicCredentials> parse(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return decode(authorization.substring(SCHEME.length()).strip()).flatMap(BasicCredentials::split);
    }

    private static Optional<String> decode(String token) {
        try {
            byte[] bytes = Base64.getDecoder().decode(token);
            if (!Base64.getEncoder().encodeToString(bytes).equals(token)) {
                return Optional.empty();
            }
            // A CharsetDecoder reports malformed input, which String's constructor would replace.
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<BasicCredentials> split(String credentials) {
        int colon = credentials.indexOf(':');
        if (colon < 0 || credentials.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            return Optional.empty();
        }
        String user = credentials.substring(0, colon);
        // No user has a blank name: such a failure counts for the address alone.
        return user.isBlank()
                ? Optional.empty()
                : Optional.of(new BasicCredentials(user, credentials.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return "BasicCredentials";
    }
}
