package org.boundsession.store.redis;

import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a Redis server, of the Sentinels that know one, or of the nodes of a cluster, as {@code redis-uri}
 * states it. It is parsed here, because {@link java.net.URI} accepts no host with an underscore, which container
 * networks allow, and because the exceptions of other parsers quote the password. Immutable; it prints nothing.
 *
 * @param user of the servers' access control list (ACL); empty for the default user
 * @param hosts the server, the Sentinels, or nodes of the cluster; not empty
 * @param database 0 if none is stated; always 0 in a cluster
 * @param master the name under which the Sentinels know the master; empty without Sentinels
 */
record RedisAddress(
        Kind kind,
        boolean tls,
        Optional<String> user,
        Optional<String> password,
        List<Host> hosts,
        int database,
        String master) {

    static final String FORM = "redis://user:password@host:port/database, redis-sentinel://user:password@host:port,"
            + "host:port/database#master or redis-cluster://user:password@host:port,host:port; rediss for redis if"
            + " with TLS; user, password, port and database may be left out, and special characters of the password"
            + " must be percent-encoded";

    /** What the hosts are. */
    enum Kind {
        SERVER(6379),
        SENTINEL(26_379),
        CLUSTER(6379);

        private final int defaultPort;

        Kind(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        private static Kind of(String suffix) {
            return switch (suffix) {
                case "-sentinel" -> SENTINEL;
                case "-cluster" -> CLUSTER;
                default -> SERVER;
            };
        }
    }

    record Host(String name, int port) {}

    private static final int MAX_PORT = 65_535;

    private static final Pattern TEXT =
            Pattern.compile("(rediss?)(-sentinel|-cluster|)://([^/?#]+)(/\\d{0,4}|)(#[A-Za-z0-9._-]{1,255}|)");
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

    /** Returns empty for a text that is no such address. */
    static Optional<RedisAddress> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Kind kind = Kind.of(matcher.group(2));
        String authority = matcher.group(3);
        int at = authority.indexOf('@');
        String database = matcher.group(4).replace("/", "");
        return credentials(authority.substring(0, Math.max(0, at)))
                .map(credentials -> new RedisAddress(
                        kind,
                        matcher.group(1).equals("rediss"),
                        credentials.user(),
                        credentials.password(),
                        hosts(authority.substring(at + 1), kind.defaultPort),
                        database.isEmpty() ? 0 : Integer.parseInt(database),
                        matcher.group(5).replace("#", "")))
                .filter(RedisAddress::isPossible);
    }

    /** Returns none if one of them is malformed. */
    private static List<Host> hosts(String text, int defaultPort) {
        List<Host> hosts = new ArrayList<>();
        for (String host : text.split(",", -1)) {
            Matcher matcher = HOST.matcher(host);
            if (!matcher.matches()) {
                return List.of();
            }
            int port = matcher.group(2) == null ? defaultPort : Integer.parseInt(matcher.group(2));
            hosts.add(new Host(matcher.group(1).replaceAll("[\\[\\]]", ""), port));
        }
        return List.copyOf(hosts);
    }

    /** A cluster has one database only, and Sentinels are asked for a name. */
    private boolean isPossible() {
        return !hosts.isEmpty()
                && hosts.stream().allMatch(host -> host.port > 0 && host.port <= MAX_PORT)
                && (kind != Kind.SERVER || hosts.size() == 1)
                && (kind != Kind.CLUSTER || database == 0)
                && (kind == Kind.SENTINEL) != master.isEmpty();
    }

    private record Credentials(Optional<String> user, Optional<String> password) {}

    /** {@code user:password}, {@code :password} or a password alone; empty if a percent-encoding is malformed. */
    private static Optional<Credentials> credentials(String userInfo) {
        if (userInfo.isEmpty()) {
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

    /** Returns the address of a server, with the credentials, if there are any. */
    RedisURI uri(Host host, Duration timeout) {
        RedisURI.Builder uri = anonymous(host, timeout).withDatabase(database);
        password.ifPresent(known -> authenticate(uri, known));
        return uri.build();
    }

    /** Returns the address of a Sentinel, which has no databases. */
    RedisURI sentinelUri(Host host, Duration timeout) {
        RedisURI.Builder uri = anonymous(host, timeout);
        password.ifPresent(known -> authenticate(uri, known));
        return uri.build();
    }

    /** Without CLIENT SETINFO, which a user with the least privileges is refused, and old servers do not know. */
    RedisURI.Builder anonymous(Host host, Duration timeout) {
        return RedisURI.builder()
                .withLibraryName("")
                .withLibraryVersion("")
                .withHost(host.name)
                .withPort(host.port)
                .withSsl(tls)
                .withTimeout(timeout);
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
