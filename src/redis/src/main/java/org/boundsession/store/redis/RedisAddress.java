package org.boundsession.store.redis;

import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a Redis server, as {@code redis-uri} states it. It is parsed here, because {@link java.net.URI} accepts no
 * host with an underscore, which container networks allow, and because the exceptions of other parsers quote the
 * password. Immutable; it prints nothing.
 *
 * @param user of the server's access control list (ACL); empty for the default user
 * @param database 0 if none is stated
 */
record RedisAddress(
        boolean tls, Optional<String> user, Optional<String> password, String host, int port, int database) {

    static final String FORM = "redis://user:password@host:port/database, or rediss:// for TLS; all but the host may be"
            + " left out, and special characters of the password must be percent-encoded";

    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_PORT = 65_535;

    private static final Pattern TEXT = Pattern.compile(
            "(rediss?)://(?:([^@/?#]*)@)?" + "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?(?:/(\\d{1,4})?)?");

    /** Returns empty for a text that is no such address. */
    static Optional<RedisAddress> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = number(matcher.group(4), DEFAULT_PORT);
        return credentials(matcher.group(2))
                .filter(credentials -> port > 0 && port <= MAX_PORT)
                .map(credentials -> new RedisAddress(
                        matcher.group(1).equals("rediss"),
                        credentials.user(),
                        credentials.password(),
                        matcher.group(3).replaceAll("[\\[\\]]", ""),
                        port,
                        number(matcher.group(5), 0)));
    }

    private static int number(String digits, int defaultValue) {
        return digits == null ? defaultValue : Integer.parseInt(digits);
    }

    private record Credentials(Optional<String> user, Optional<String> password) {}

    /** {@code user:password}, {@code :password} or a password alone; empty if a percent-encoding is malformed. */
    private static Optional<Credentials> credentials(String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return Optional.of(new Credentials(Optional.empty(), Optional.empty()));
        }
        int colon = userInfo.indexOf(':');
        String user = userInfo.substring(0, Math.max(0, colon));
        return decoded(user)
                .flatMap(name -> decoded(userInfo.substring(colon + 1))
                        .map(password -> new Credentials(
                                Optional.of(name).filter(known -> !known.isEmpty()),
                                Optional.of(password).filter(known -> !known.isEmpty()))));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    RedisURI uri(Duration timeout) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withSsl(tls)
                .withDatabase(database)
                .withTimeout(timeout);
        password.ifPresent(known -> authenticate(uri, known));
        return uri.build();
    }

    private void authenticate(RedisURI.Builder uri, String known) {
        if (user.isPresent()) {
            uri.withAuthentication(user.get(), known.toCharArray());
        } else {
            uri.withPassword(known.toCharArray());
        }
    }

    @Override
    public String toString() {
        return "RedisAddress";
    }
}
