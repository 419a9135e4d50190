package org.boundsession.store.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The properties for the drivers that we know: limits for each wait, near the timeout of a call, on both sides of the
 * connection. A server whose client has gone waits on for a lock, and each probe would cost it one more connection.
 */
final class DriverLimits {

    private static final Pattern SEVERAL_HOSTS = Pattern.compile("jdbc:postgresql://[^/?]*,");

    private DriverLimits() {}

    static Map<String, String> of(String url, Duration timeout) {
        if (url.startsWith("jdbc:postgresql:")) {
            return postgresql(url, timeout);
        }
        return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:") ? mariadb(url, timeout) : Map.of();
    }

    private static Map<String, String> postgresql(String url, Duration timeout) {
        String seconds = Long.toString(seconds(timeout));
        Map<String, String> limits = new TreeMap<>();
        limits.put("connectTimeout", seconds);
        limits.put("socketTimeout", Long.toString(seconds(timeout) + 1));
        // A cancellation is a connection of its own.
        limits.put("cancelSignalTimeout", seconds);
        limits.put("tcpKeepAlive", "true");
        // The detail of an error message quotes the row.
        limits.put("logServerErrorDetail", "false");
        if (!url.contains("targetServerType") && SEVERAL_HOSTS.matcher(url).lookingAt()) {
            // Of several hosts only one accepts writes; the first one that answers may be a standby. A single one that
            // can only be read still serves sessions.
            limits.put("targetServerType", "primary");
        }
        if (!ServerTimeouts.isLeftToTheServer(url)) {
            limits.put(ServerTimeouts.OPTIONS, ServerTimeouts.options(timeout));
        }
        return limits;
    }

    private static Map<String, String> mariadb(String url, Duration timeout) {
        Map<String, String> limits = new TreeMap<>();
        limits.put("connectTimeout", Long.toString(timeout.toMillis()));
        // The driver cannot abort a call by itself: it sends a request to the server, which may hang too.
        limits.put("socketTimeout", Long.toString(timeout.toMillis()));
        if (!url.contains("sessionVariables")) {
            // For rows and for tables, in seconds. MySQL has them, too, but no max_statement_time.
            long seconds = seconds(timeout);
            limits.put("sessionVariables", "innodb_lock_wait_timeout=" + seconds + ",lock_wait_timeout=" + seconds);
        }
        return limits;
    }

    private static long seconds(Duration timeout) {
        return Math.max(1, timeout.toSeconds());
    }
}
