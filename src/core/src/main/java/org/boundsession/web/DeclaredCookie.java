package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The session cookie as the servlet API's {@link SessionCookieConfig} declares it: {@code web.xml}, with the
 * container's overrides. Immutable.
 */
final class DeclaredCookie implements CookieTemplate {

    /** Attributes that have their own setter, and entries of Jetty in the same map that are not cookie attributes. */
    private static final Set<String> NO_ATTRIBUTES =
            Set.of("comment", "domain", "expires", "httponly", "max-age", "name", "path", "secure", "value", "version");

    private final String name;
    private final String path;
    private final @Nullable String domain;
    private final int maxAge;
    private final boolean httpOnly;
    private final boolean alwaysSecure;
    private final Map<String, String> attributes = new TreeMap<>();

    private DeclaredCookie(SessionCookieConfig config, String path) {
        this.path = path;
        name = config.getName() == null ? "JSESSIONID" : config.getName();
        domain = config.getDomain();
        maxAge = config.getMaxAge();
        httpOnly = config.isHttpOnly();
        alwaysSecure = config.isSecure();
        config.getAttributes().forEach((attribute, value) -> {
            if (!NO_ATTRIBUTES.contains(attribute.toLowerCase(Locale.ROOT))) {
                attributes.put(attribute, value);
            }
        });
    }

    static DeclaredCookie of(ServletContext context) {
        SessionCookieConfig config = context.getSessionCookieConfig();
        return new DeclaredCookie(config, path(context, config));
    }

    private static String path(ServletContext context, SessionCookieConfig config) {
        String ofContext = context.getContextPath().isEmpty() ? "/" : UriPath.of(context);
        String declared = config.getPath();
        if (declared == null || declared.isEmpty()) {
            return ofContext;
        }
        if (declared.equals(context.getContextPath()) && !declared.equals(ofContext)) {
            // Undertow's default is the decoded path, which clients do not match against an encoded URI.
            config.setPath(ofContext);
            return ofContext;
        }
        return declared;
    }

    @Override
    public Cookie create(String value, boolean secure) {
        Cookie cookie = new Cookie(name, value);
        cookie.setMaxAge(maxAge);
        cookie.setPath(path);
        if (domain != null) {
            cookie.setDomain(domain);
        }
        cookie.setHttpOnly(httpOnly);
        cookie.setSecure(alwaysSecure || secure);
        attributes.forEach(cookie::setAttribute);
        return cookie;
    }
}
