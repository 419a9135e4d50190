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
        if (live.isPresent() && authorization.isAbsentOrNames(live.get().user())) {
            confirm(request, response, live.get(), secret);
            return;
        }
        if (authorization.isAbsent()) {
            refuse(request, response, Refusal.CREDENTIALS_INVALID);
            return;
        }
        ClientAddress address = ClientAddress.of(request.getRemoteAddr());
        Optional<Admission> admission = authenticate(request, response, authorization.credentials(), address);
        if (admission.isPresent()) {
            try (Place place = admission.get().place()) {
                open(request, response, admission.get().identity(), secret);
            }
        }
    }

    private void confirm(HttpServletRequest request, HttpServletResponse response, BoundSession session, Secret secret)
            throws IOException {
        switch (web.sessions().verify(session, secret, request)) {
            case VALID -> {
                response.setHeader(CUSTOM_STATUS, "A");
                succeed(response, "session_authorized", "Session authorized successfully", session);
            }
            case MISMATCH -> {
                web.audit().of(Kind.POSSIBLE_THEFT, request, session, "another secret, session kept");
                refuse(request, response, Refusal.SECRET_MISMATCH);
            }
            case INVALIDATED -> {
                web.cookie().delete(request, response);
                refuse(request, response, Refusal.SESSION_INVALIDATED);
            }
            case ENDED -> refuse(request, response, Refusal.LOGIN_REQUIRED);
        }
    }

    /** Somebody whom the realm knows, and the place in which the session's secret is hashed. */
    private record Admission(Login.Identity identity, Place place) {}

    /** Who it is; where it is nobody, the answer has been given. */
    private Optional<Admission> authenticate(
            HttpServletRequest request,
            HttpServletResponse response,
            Optional<BasicCredentials> credentials,
            ClientAddress address)
            throws ServletException, IOException {
        String user = credentials.map(BasicCredentials::user).orElse(null);
        if (isThrottled(request, response, user, address)) {
            return Optional.empty();
        }
        if (credentials.isEmpty()) {
            refuseCredentials(request, response, null, address);
            return Optional.empty();
        }
        // Neither the realm nor bcrypt is asked for a session that cannot be stored.
        web.requireStore();
        try (Place realmPlace = web.realm().enter()) {
            web.requireStore();
            // Once more: many attempts at once may have failed while this one waited for its place.
            if (isThrottled(request, response, user, address)) {
                return Optional.empty();
            }
            Optional<Login.Identity> identity = web.realm().authenticate(request, credentials.get());
            if (identity.isEmpty()) {
                refuseCredentials(request, response, user, address);
                return Optional.empty();
            }
            web.throttle().succeeded(credentials.get().user(), address);
            // Whoever waits here keeps the others waiting before their credentials are looked at: where a login is too
            // much, the realm has not been asked in vain.
            return Optional.of(new Admission(identity.get(), web.sessions().enter()));
        }
    }

    private boolean isThrottled(
            HttpServletRequest request, HttpServletResponse response, @Nullable String user, ClientAddress address)
            throws IOException {
        Duration wait = web.throttle().blocked(user, address);
        if (wait.isZero() || wait.isNegative()) {
            return false;
        }
        web.audit().of(Kind.LOGIN_THROTTLED, request, user, "too many failed logins");
        refuse(request, response, Refusal.tooManyAttempts(wait));
        return true;
    }

    private void refuseCredentials(
            HttpServletRequest request, HttpServletResponse response, @Nullable String user, ClientAddress address)
            throws IOException {
        web.throttle().failed(user, address);
        web.audit()
                .of(
                        Kind.LOGIN_REFUSED,
                        request,
                        user,
                        user == null ? "malformed credentials" : "the realm refused the credentials");
        refuse(request, response, Refusal.CREDENTIALS_INVALID);
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
            json.writeStringField("expires_at", session.expiresAt().toString());
        });
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        web.answers().refuseLogin(request, response, refusal);
    }
}
