package org.boundsession.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.binding.BoundSession;
import org.boundsession.binding.BusyException;
import org.boundsession.binding.HashingLane.Place;
import org.boundsession.binding.Permit;
import org.boundsession.binding.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Opens a bound session for HTTP Basic credentials (RFC 7617) and a secret, or confirms the one that the cookie names. The
 * header {@code custom_status} tells a program which it was: N, keep the new cookie, or A, already authorised.
 */
public final class LoginServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String CUSTOM_STATUS = "custom_status";

    private transient Web web;
    private transient PlainHttpPolicy plainHttp;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // init is the constructor of what a container makes
    public LoginServlet() {}

    @Override
    public void init() {
        web = Web.of(getServletContext());
        plainHttp = web.plainHttpPolicy();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!plainHttp.admits(request)) {
            refuse(request, response, Refusal.SECURE_REQUIRED);
            return;
        }
        SecretHeader.Reading secret = web.secretHeader().read(request);
        if (secret.isRefused()) {
            refuse(request, response, secret.refusal());
            return;
        }
        try {
            answer(request, response, secret.secret());
        } catch (BusyException unknown) {
            refuse(request, response, Refusal.BUSY);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Secret secret)
            throws ServletException, IOException {
        Optional<BoundSession> live = web.sessions().find(request);
        Authorization authorization = Authorization.of(request);
        if (live.isPresent()
                && authorization.isAbsentOrNames(live.get().user())
                && isConfirmed(request, response, live.get(), secret)) {
            return;
        }
        if (authorization.isAbsent()) {
            refuse(request, response, Refusal.CREDENTIALS_INVALID);
            return;
        }
        ClientAddress address = ClientAddress.of(request.getRemoteAddr());
        if (authorization.credentials().isEmpty()) {
            refuse(request, response, null, web.logins().refuseMalformed(address));
            return;
        }
        logIn(request, response, authorization.credentials().get(), address, secret);
    }

    /** False if the session has ended meanwhile: this is a new login then, as with any dead cookie. */
    private boolean isConfirmed(
            HttpServletRequest request, HttpServletResponse response, BoundSession session, Secret secret)
            throws IOException {
        switch (web.sessions().verify(session, secret, request)) {
            case VALID -> {
                web.cookie().renew(request, response, session);
                response.setHeader(CUSTOM_STATUS, "A");
                succeed(response, "session_authorized", "Session authorized successfully", session);
            }
            case MISMATCH -> {
                web.audit().record(Kind.POSSIBLE_THEFT, request, session, "another secret, session kept");
                refuse(request, response, Refusal.SECRET_MISMATCH);
            }
            case INVALIDATED -> {
                web.cookie().delete(request, response);
                refuse(request, response, Refusal.SESSION_INVALIDATED);
            }
            case ENDED -> {
                return false;
            }
        }
        return true;
    }

    private void logIn(
            HttpServletRequest request,
            HttpServletResponse response,
            BasicCredentials credentials,
            ClientAddress address,
            Secret secret)
            throws ServletException, IOException {
        Duration wait = web.logins().blocked(credentials.user(), address);
        if (!wait.isZero()) {
            refuse(request, response, credentials.user(), Decision.throttled(wait));
            return;
        }
        // Neither the realm nor bcrypt is asked for a session that cannot be stored.
        web.requireStore();
        try (Permit permit = web.logins().admit(credentials.user(), address)) {
            Decision decision =
                    web.logins().decide(permit, credentials, address, () -> ask(request, response, credentials));
            if (decision.kind() != Decision.Kind.GRANTED) {
                refuse(request, response, credentials.user(), decision);
                return;
            }
            try (Place place = web.sessions().enter(permit)) {
                open(request, response, decision.identity(), secret);
            }
        }
    }

    private Optional<Login.Identity> ask(
            HttpServletRequest request, HttpServletResponse response, BasicCredentials credentials)
            throws ServletException {
        QueuedCookies before = QueuedCookies.of(response);
        try {
            return web.realm().authenticate(request, credentials);
        } finally {
            before.restoreTo(response);
        }
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, @Nullable String user, Decision decision)
            throws IOException {
        switch (decision.kind()) {
            case THROTTLED -> {
                web.audit().record(Kind.LOGIN_THROTTLED, request, user, "too many failed logins");
                refuse(request, response, Refusal.tooManyAttempts(decision.remaining()));
            }
            case REALM_UNAVAILABLE -> refuse(request, response, Refusal.REALM_UNAVAILABLE);
            case REFUSED -> {
                String reason = user == null ? "malformed credentials" : "the realm refused the credentials";
                web.audit().record(Kind.LOGIN_REFUSED, request, user, reason);
                refuse(request, response, Refusal.CREDENTIALS_INVALID);
            }
            case GRANTED -> throw new IllegalArgumentException("nothing to refuse");
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response, Login.Identity identity, Secret secret)
            throws IOException {
        BoundSession session;
        try {
            session = web.sessions().open(request, identity.user(), identity.roles(), secret);
        } catch (RuntimeException e) {
            // The container may have queued the cookie of a session that is no more.
            response.reset();
            web.headers().applyTo(request, response);
            throw e;
        }
        Duration lifetime = web.sessions().lifetimes().absolute();
        response.setHeader(CUSTOM_STATUS, "N");
        succeed(response, "logged_in", "Logged in successfully and session set for " + InWords.of(lifetime), session);
    }

    private void succeed(HttpServletResponse response, String code, String message, BoundSession session)
            throws IOException {
        web.answers().ok(response, json -> {
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeStringField("user", session.user());
            json.writeArrayFieldStart("roles");
            for (String role : new TreeSet<>(session.roles())) {
                json.writeString(role);
            }
            json.writeEndArray();
            json.writeNumberField(
                    "idle_seconds", web.sessions().lifetimes().idle().toSeconds());
            json.writeStringField("expires_at", Iso8601.of(session.expiresAt()));
        });
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        web.answers().refuseLogin(request, response, refusal);
    }
}
