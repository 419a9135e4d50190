package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.boundsession.keys.Sha256;
import org.boundsession.session.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may read the metrics: a program on this machine, and a request with the token (RFC 6750, section 2.1). A
 * request that a proxy has forwarded does not come from this machine, whatever its address is. Thread-safe.
 */
public final class MetricsAccess {

    private static final String SCHEME = "Bearer ";

    /** What proxies add. */
    private static final List<String> FORWARDING =
            List.of("X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via");

    private final byte @Nullable [] digest;

    /** @param token the token that others than this machine must present; empty if none may */
    public MetricsAccess(Optional<String> token) {
        digest = token.map(MetricsAccess::digest).orElse(null);
    }

    boolean admits(HttpServletRequest request) {
        return isFromThisMachine(request) || hasToken(request);
    }

    /**
     * The name of the host must be loopback, too: a page of another site whose name resolves to this machine must not read
     * the metrics by a browser here (DNS rebinding).
     */
    private static boolean isFromThisMachine(HttpServletRequest request) {
        return FORWARDING.stream().allMatch(name -> request.getHeader(name) == null)
                && isLoopback(ClientAddress.of(request).text())
                && isLoopbackName(request.getServerName());
    }

    private static boolean isLoopbackName(String host) {
        return host.equalsIgnoreCase("localhost") || isLoopback(host.replaceAll("^\\[|]$", ""));
    }

    /** A text that is no address is not looked up in DNS. */
    private static boolean isLoopback(String address) {
        if (!address.matches("[0-9a-fA-F:.]+")) {
            return false;
        }
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    private boolean hasToken(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders("Authorization"));
        if (digest == null || values.size() != 1) {
            return false;
        }
        String value = values.get(0);
        // The digests are compared, so that the time does not depend on the length of the token either.
        return isBearer(value) && MessageDigest.isEqual(digest, digest(value.substring(SCHEME.length())));
    }

    /** Returns whether the request presents a token, be it the right one or not. */
    static boolean hasBearer(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Authorization")).stream().anyMatch(MetricsAccess::isBearer);
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static byte[] digest(String token) {
        return Sha256.digest(token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "MetricsAccess";
    }
}
