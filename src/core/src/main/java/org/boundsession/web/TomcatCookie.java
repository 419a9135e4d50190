package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The session cookie as Tomcat itself creates it. What an admin sets in {@code <Context>} ({@code sessionCookieName},
 * {@code sessionCookiePath}, {@code sessionCookieDomain} and others) overrides {@code web.xml} there, and the servlet
 * API does not show it. Immutable.
 *
 * @param context Tomcat's {@code org.apache.catalina.Context} of this application
 * @param create Tomcat's {@code ApplicationSessionCookieConfig.createSessionCookie}
 */
record TomcatCookie(Object context, Method create) implements CookieTemplate {

    /**
     * Returns Tomcat's template; empty in other containers.
     *
     * @throws IllegalStateException if the settings of this Tomcat cannot be read, because cookies could differ from
     *     them
     */
    static Optional<CookieTemplate> of(ServletContext servletContext) {
        try {
            TomcatContext tomcat = TomcatContext.of(servletContext).orElse(null);
            if (tomcat == null) {
                return Optional.empty();
            }
            Method create = tomcat.type("org.apache.catalina.core.ApplicationSessionCookieConfig")
                    .getMethod("createSessionCookie", tomcat.type(TomcatContext.TYPE), String.class, boolean.class);
            return Optional.of(new TomcatCookie(tomcat.context(), create));
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    @Override
    public Cookie create(String value, boolean secure) {
        try {
            return (Cookie) create.invoke(null, context, value, secure);
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    private static IllegalStateException unknown(ReflectiveOperationException e) {
        return new IllegalStateException(
                "The session cookie's settings in <Context> (sessionCookieName, sessionCookiePath,"
                        + " sessionCookieDomain) cannot be read from this Tomcat: use Tomcat 10.1 or 11",
                e);
    }
}
