package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Sets the security headers of every response of the application, following the OWASP Secure Headers project and ASVS
 * 5.0.0 V3.4. Immutable.
 */
final class SecurityHeaders {

    private static final String JSON_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** For a page of a third party that sets inline styles and shows images in {@code data:} URLs. */
    private static final String STYLED_PAGE_POLICY = PAGE_POLICY
            .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
            .replace("img-src 'self'", "img-src 'self' data:");

    private final String transportSecurity;

    /** @param hstsMaxAge the max-age of {@code Strict-Transport-Security} in seconds; 0 for no such header */
    SecurityHeaders(long hstsMaxAge) {
        transportSecurity = hstsMaxAge == 0 ? "" : "max-age=" + hstsMaxAge;
    }

    /** For dynamic responses, which must not be cached and load no other resources. */
    void applyTo(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        common(request, response, JSON_POLICY);
    }

    /**
     * For static assets, which may be cached and load each other. A cache asks before each use, because a page must not
     * meet a module of another release.
     */
    void applyToAsset(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-cache");
        common(request, response, PAGE_POLICY);
    }

    /** For static assets whose pages use inline styles. */
    void applyToStyledAsset(HttpServletRequest request, HttpServletResponse response) {
        applyToAsset(request, response);
        response.setHeader("Content-Security-Policy", STYLED_PAGE_POLICY);
    }

    private void common(HttpServletRequest request, HttpServletResponse response, String policy) {
        response.setHeader(RequestIds.HEADER, RequestIds.of(request));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (!transportSecurity.isEmpty() && request.isSecure()) {
            response.setHeader("Strict-Transport-Security", transportSecurity);
        }
    }
}
