package org.boundsession.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A client with a cookie jar that obeys RFC 6265: a cookie goes to paths below its own, compared as they are spelled on the
 * wire, and is replaced or removed only by one of the same name, domain and path. Not thread-safe.
 */
public final class CookieJar {

    private record Key(String name, String domain, String path) {}

    private final Client client;
    private final String host;
    private final Map<Key, String> cookies = new LinkedHashMap<>();

    /** @param host the host name in the requests, without a port */
    public CookieJar(Client client, String host) {
        this.client = client;
        this.host = host;
    }

    public Response send(Request request) {
        String path = client.context() + request.target().split("[?#]")[0];
        String header = cookies.entrySet().stream()
                .filter(cookie -> isSentTo(path, cookie.getKey()))
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        Request named = request.header("Host", host + ":" + client.port());
        Response response = client.send(header.isEmpty() ? named : named.header("Cookie", header));
        response.headers("Set-Cookie").forEach(line -> store(SetCookie.parse(line), path));
        return response;
    }

    private boolean isSentTo(String path, Key cookie) {
        boolean domain =
                cookie.domain().isEmpty() || host.equals(cookie.domain()) || host.endsWith("." + cookie.domain());
        boolean below = path.equals(cookie.path())
                || path.startsWith(cookie.path())
                        && (cookie.path().endsWith("/")
                                || path.charAt(cookie.path().length()) == '/');
        return domain && below;
    }

    private void store(SetCookie cookie, String requestPath) {
        String path = cookie.attributes().getOrDefault("path", "");
        if (!path.startsWith("/")) {
            path = requestPath.substring(0, Math.max(1, requestPath.lastIndexOf('/')));
        }
        String domain = cookie.attributes().getOrDefault("domain", "").replaceFirst("^\\.", "");
        Key key = new Key(cookie.name(), domain, path);
        if (cookie.isDeletion()) {
            cookies.remove(key);
        } else {
            cookies.put(key, cookie.value());
        }
    }

    /** Returns the names of the stored cookies. */
    public List<String> names() {
        return cookies.keySet().stream().map(Key::name).toList();
    }
}
