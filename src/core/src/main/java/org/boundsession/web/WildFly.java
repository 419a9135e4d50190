package org.boundsession.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.SessionConfig;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.Deployment;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.SessionConfigWrapper;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.auth.server.SecurityDomain;

/**
 * Hides the application's sessions from WildFly's own security: only the application sees which session a cookie names.
 * Otherwise WildFly looks up the session before the filter runs, answers 500 if it ends at that moment, and stores the
 * identity in it on a login. Also publishes how Undertow ends a request with an unread body. Undertow, its servlet
 * container, finds this class by {@code META-INF/services}; nothing else loads it. Thread-safe.
 */
public final class WildFly implements ServletExtension {

    private static final String CHUNKED = "chunked";
    private static final Pattern DISTRIBUTABLE = Pattern.compile("<distributable\\s*/?>");

    private static final AttachmentKey<Boolean> SHOWN = AttachmentKey.create(Boolean.class);

    /** A session cookie was added to this response; it is removed again if the session ends during the request. */
    private static final AttachmentKey<Boolean> ISSUED = AttachmentKey.create(Boolean.class);

    /** For Undertow. */
    public WildFly() {}

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        SessionConfigWrapper present = deployment.getSessionConfigWrapper();
        deployment.setSessionConfigWrapper(
                (config, of) -> new WhereShown(present == null ? config : present.wrap(config, of)));
        deployment.addInitialHandlerChainWrapper(WildFly::refusingWhatUndertowMistakes);
        if (isDistributable(context)) {
            deployment.addInnerHandlerChainWrapper(
                    application -> new ShownToApplication(application, WildFly::isLiveOnAllNodes));
            context.setAttribute(Replication.REPLICATED, Boolean.TRUE);
        } else {
            deployment.addInnerHandlerChainWrapper(
                    application -> new ShownToApplication(application, exchange -> true));
        }
        context.setAttribute(BodyPolicy.COMPLETION_AWAITS_BODY, Boolean.TRUE);
        SecurityDomain domain = SecurityDomain.getCurrent();
        if (domain != null) {
            new ElytronLogin(domain, ElytronLogin::isInRoleOfCurrentRequest).publishIn(context);
        }
    }

    /** WildFly wraps its session managers, and replicates the sessions of an application whose web.xml says so. */
    private static boolean isDistributable(ServletContext context) {
        try (InputStream descriptor = context.getResourceAsStream("/WEB-INF/web.xml")) {
            return descriptor != null
                    && DISTRIBUTABLE
                            .matcher(new String(descriptor.readAllBytes(), StandardCharsets.UTF_8))
                            .find();
        } catch (IOException e) {
            throw new UncheckedIOException("/WEB-INF/web.xml cannot be read", e);
        }
    }

    private static HttpHandler refusingWhatUndertowMistakes(HttpHandler deployment) {
        return exchange -> {
            if (!hasPath(exchange)) {
                refuse(exchange, StatusCodes.BAD_REQUEST);
            } else if (!hasKnownBody(exchange)) {
                refuse(exchange, StatusCodes.NOT_IMPLEMENTED);
            } else {
                deployment.handleRequest(exchange);
            }
        };
    }

    /** Undertow finds no servlet for a target such as {@code foo}, answers 500 and logs a stack trace. */
    private static boolean hasPath(HttpServerExchange exchange) {
        String path = exchange.getRelativePath();
        return path.isEmpty() || path.charAt(0) == '/';
    }

    /**
     * Undertow would parse a body in an unknown transfer coding as the next request on the connection (request
     * smuggling, RFC 9112, section 6.1).
     */
    private static boolean hasKnownBody(HttpServerExchange exchange) {
        HeaderValues codings = exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING);
        return codings == null || codings.size() == 1 && CHUNKED.equalsIgnoreCase(codings.getFirst());
    }

    /**
     * Returns false if another node has ended the session that the request names. WildFly keeps a replicated session in
     * memory as long as any request of this node uses it, and would serve further requests from there.
     */
    private static boolean isLiveOnAllNodes(HttpServerExchange exchange) {
        Deployment deployment =
                exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY).getDeployment();
        String id = deployment.getServletContext().getSessionConfig().findSessionId(exchange);
        return id == null || deployment.getSessionManager().getSession(id) != null;
    }

    private static void refuse(HttpServerExchange exchange, int status) {
        exchange.setPersistent(false);
        exchange.setStatusCode(status);
        exchange.endExchange();
    }

    /**
     * Runs after the container's security and before the application's filters.
     *
     * @param live whether the session that the request names, if any, has not ended
     */
    private record ShownToApplication(HttpHandler application, Predicate<HttpServerExchange> live)
            implements HttpHandler {
        @Override
        public void handleRequest(HttpServerExchange exchange) throws Exception {
            // A dispatch within the application passes here as well, and the application still sees the session
            // afterwards.
            Boolean before = exchange.putAttachment(SHOWN, Boolean.TRUE);
            if (before == null && !live.test(exchange)) {
                exchange.removeAttachment(SHOWN);
            }
            try {
                application.handleRequest(exchange);
            } finally {
                if (before == null) {
                    exchange.removeAttachment(SHOWN);
                }
            }
        }
    }

    /** Outside the application, a request has no session. */
    private record WhereShown(SessionConfig config) implements SessionConfig {
        @Override
        public @Nullable String findSessionId(HttpServerExchange exchange) {
            return exchange.getAttachment(SHOWN) == null ? null : config.findSessionId(exchange);
        }

        @Override
        public void setSessionId(HttpServerExchange exchange, String id) {
            exchange.putAttachment(ISSUED, Boolean.TRUE);
            config.setSessionId(exchange, id);
        }

        /** Undertow deletes the cookie of any session that is invalidated; that of an expired session must stay. */
        @Override
        public void clearSession(HttpServerExchange exchange, String id) {
            if (exchange.getAttachment(ISSUED) != null) {
                config.clearSession(exchange, id);
            }
        }

        @Override
        public SessionCookieSource sessionCookieSource(HttpServerExchange exchange) {
            return config.sessionCookieSource(exchange);
        }

        @Override
        public String rewriteUrl(String url, String id) {
            return config.rewriteUrl(url, id);
        }
    }
}
