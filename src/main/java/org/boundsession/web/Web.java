package org.boundsession.web;

import jakarta.servlet.ServletContext;
import java.util.function.Function;
import org.boundsession.audit.AuditLog;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.FairBulkhead;
import org.boundsession.binding.HashingLane;
import org.boundsession.records.RecordQuery;
import org.boundsession.store.StoredSessions;
import org.jspecify.annotations.Nullable;

/**
 * What the servlets and the filter, which the container makes, are given to work with. Built once, published as an
 * attribute of the ServletContext. Immutable.
 */
public final class Web {

    private static final String ATTRIBUTE = Web.class.getName();

    private final BoundSessions sessions;
    private final ContainerRealm realm;
    private final Function<String, RecordQuery> queries;
    private final SecretHeader secretHeader;
    private final SecurityHeaders headers;
    private final Answers answers;
    private final SessionCookie cookie;
    private final PlainHttpPolicy plainHttpPolicy;
    private final Logins logins;
    private final Audit audit;
    private final @Nullable StoredSessions storedSessions;
    private final @Nullable StoreBoundary storeBoundary;

    /**
     * Settings of the HTTP interface.
     *
     * @param secretHeader name of the request header with the secret
     * @param secretMinLength bytes
     * @param requireSecure whether a login needs HTTPS
     * @param hstsMaxAge seconds, 0 for no such header
     * @param logins how often they may fail
     */
    public record Options(
            String secretHeader, int secretMinLength, boolean requireSecure, long hstsMaxAge, LoginLimits logins) {}

    /**
     * @param realmLane for the realm's own slow hashing
     * @param storedSessions the sessions outside the container, null if they live in it
     * @param queries makes the query that an SQL text stands for
     */
    public Web(
            ServletContext context,
            Options options,
            BoundSessions sessions,
            HashingLane realmLane,
            AuditLog auditLog,
            @Nullable StoredSessions storedSessions,
            Function<String, RecordQuery> queries) {
        this.sessions = sessions;
        this.queries = queries;
        this.storedSessions = storedSessions;
        realm = new ContainerRealm(Login.of(context), AccessRules.rolesOf(context));
        secretHeader = new SecretHeader(options.secretHeader(), options.secretMinLength());
        headers = new SecurityHeaders(options.hstsMaxAge());
        answers = new Answers(UriPath.of(context) + "/login");
        cookie = new SessionCookie(context);
        storeBoundary = storedSessions == null ? null : new StoreBoundary(storedSessions, cookie, headers, answers);
        logins = new Logins(
                new LoginThrottle(options.logins(), System::nanoTime),
                realmLane,
                FairBulkhead.withRoomBeside(2 * realmLane.width()),
                this::requireStore);
        audit = new Audit(auditLog);
        plainHttpPolicy = new PlainHttpPolicy(options.requireSecure());
    }

    /** Lets the application's servlets and filter find this. */
    public void publishIn(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    static Web of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Web web) {
            return web;
        }
        throw new IllegalStateException(
                "web.xml must name the listener org.boundsession.Application; without it nothing is served");
    }

    BoundSessions sessions() {
        return sessions;
    }

    ContainerRealm realm() {
        return realm;
    }

    RecordQuery query(String sql) {
        return queries.apply(sql);
    }

    SecretHeader secretHeader() {
        return secretHeader;
    }

    SecurityHeaders headers() {
        return headers;
    }

    Answers answers() {
        return answers;
    }

    SessionCookie cookie() {
        return cookie;
    }

    /** Null if sessions live in the container. */
    @Nullable
    StoreBoundary storeBoundary() {
        return storeBoundary;
    }

    boolean isReady() {
        return storedSessions == null || storedSessions.isUp();
    }

    /** Throws what becomes 503 if sessions live in a store that is known to be down. */
    void requireStore() {
        if (storedSessions != null) {
            storedSessions.requireUp();
        }
    }

    Logins logins() {
        return logins;
    }

    Audit audit() {
        return audit;
    }

    PlainHttpPolicy plainHttpPolicy() {
        return plainHttpPolicy;
    }
}
