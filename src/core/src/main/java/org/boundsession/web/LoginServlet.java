package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.boundsession.binding.BindingSchemes.Offer;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.ProofTerms;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.UnprovedRequest;
import org.boundsession.binding.Verdict;
import org.boundsession.bulkhead.HashingLane.Place;
import org.boundsession.bulkhead.Permit;
import org.boundsession.session.BoundSession;
import org.boundsession.session.ClientAddress;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SteadyClock;
import org.jspecify.annotations.Nullable;

/**
 * Opens a bound session for HTTP Basic credentials (RFC 7617) and a secret, or confirms the session that the cookie
 * names. The header {@code custom_status} is {@code N} for a new session, whose cookie the client must keep, and {@code
 * A} for a session that was already authorized.
 */
public final class LoginServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String CUSTOM_STATUS = "custom_status";

    private transient BoundSessions sessions;
    private transient Verdicts verdicts;
    private transient Verdicts.Refuser refuser;
    private transient Logins logins;
    private transient ContainerRealm realm;
    private transient PlainHttpPolicy plainHttp;
    private transient SessionCookie cookie;
    private transient SecurityHeaders headers;
    private transient Answers answers;
    private transient SessionEvents events;
    private transient SteadyClock clock;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public LoginServlet() {}

    @Override
    public void init() {
        sessions = part(BoundSessions.class);
        verdicts = part(Verdicts.class);
        logins = part(Logins.class);
        realm = part(ContainerRealm.class);
        plainHttp = part(PlainHttpPolicy.class);
        cookie = part(SessionCookie.class);
        headers = part(SecurityHeaders.class);
        answers = part(Answers.class);
        refuser = new LoginRefuser(answers);
        events = part(SessionEvents.class);
        clock = part(SteadyClock.class);
    }

    private <T> T part(Class<T> type) {
        return Parts.of(getServletContext(), type);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        UnprovedRequest.show(request);
        try {
            check(request, response);
        } finally {
            UnprovedRequest.hide(request);
        }
    }

    private void check(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!plainHttp.admits(request)) {
            refuse(request, response, Refusal.SECURE_REQUIRED);
            return;
        }
        Offer offer = sessions.offer(request);
        Unproved unproved = offer.unproved();
        if (unproved == null || unproved.isAbsent() && sessions.isPresentedBy(request)) {
            answer(request, response, offer);
            return;
        }
        refuser.refuse(request, response, unproved);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Offer offer) throws IOException {
        Optional<LiveSession> live = sessions.find(request);
        Authorization authorization = Authorization.of(request);
        if (live.isPresent()
                && offer.isFor(live.get().session().kind())
                && authorization.isAbsentOrNames(live.get().session().user())
                && isAnswered(request, response, live.get())) {
            return;
        }
        if (offer.unproved() != null) {
            refuse(request, response, Refusal.LOGIN_REQUIRED);
            return;
        }
        if (authorization.isAbsent()) {
            refuse(request, response, Refusal.CREDENTIALS_INVALID);
            return;
        }
        ClientAddress address = ClientAddress.of(request);
        if (authorization.credentials().isEmpty()) {
            refuse(request, response, null, logins.refuseMalformed(address));
            return;
        }
        logIn(request, response, authorization.credentials().get(), address, offer);
    }

    /**
     * Returns false if the request offers no evidence of the session's kind, or if the session has ended meanwhile: the
     * request is a new login then, as with the cookie of any ended session.
     */
    private boolean isAnswered(HttpServletRequest request, HttpServletResponse response, LiveSession live)
            throws IOException {
        Evidence evidence = live.binding().possession().read(request);
        Unproved unproved = verdicts.unproved(evidence, request);
        if (unproved != null) {
            if (!unproved.isAbsent()) {
                refuser.refuse(request, response, unproved);
            }
            return !unproved.isAbsent();
        }
        Verdict.Outcome outcome = verdicts.verify(live, evidence, request, response, refuser);
        if (outcome == Verdict.Outcome.VALID) {
            cookie.renew(request, response, live.session());
            response.setHeader(CUSTOM_STATUS, "A");
            succeed(response, "session_authorized", "Session authorized successfully", live);
        }
        return outcome != Verdict.Outcome.ENDED;
    }

    private void logIn(
            HttpServletRequest request,
            HttpServletResponse response,
            BasicCredentials credentials,
            ClientAddress address,
            Offer offer)
            throws IOException {
        Duration wait = logins.blocked(credentials.user(), address);
        if (!wait.isZero()) {
            refuse(request, response, credentials.user(), Decision.throttled(wait));
            return;
        }
        // Avoids the cost of realm and bcrypt for a session that cannot be stored.
        sessions.requireAvailable();
        try (Permit permit = logins.admit(credentials.user(), address)) {
            Decision decision = logins.decide(permit, credentials, address, () -> ask(request, response, credentials));
            if (decision.kind() != Decision.Kind.GRANTED) {
                refuse(request, response, credentials.user(), decision);
                return;
            }
            try (Place place = sessions.enter(permit, offer)) {
                open(request, response, decision.identity(), offer);
            }
        }
    }

    private Optional<Login.Identity> ask(
            HttpServletRequest request, HttpServletResponse response, BasicCredentials credentials) {
        QueuedCookies before = QueuedCookies.of(response);
        try {
            return realm.authenticate(request, credentials);
        } finally {
            before.restoreTo(response);
        }
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, @Nullable String user, Decision decision)
            throws IOException {
        switch (decision.kind()) {
            case THROTTLED -> {
                events.loginThrottled(user, Requester.of(request));
                refuse(request, response, Refusal.tooManyAttempts(decision.remaining()));
            }
            case REALM_UNAVAILABLE -> refuse(request, response, Refusal.REALM_UNAVAILABLE);
            case REFUSED -> {
                events.loginRefused(user, Requester.of(request));
                refuse(request, response, Refusal.CREDENTIALS_INVALID);
            }
            case GRANTED -> throw new IllegalArgumentException("nothing to refuse");
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response, Login.Identity identity, Offer offer)
            throws IOException {
        LiveSession opened;
        try {
            opened = sessions.open(request, identity.user(), identity.roles(), offer);
        } catch (RuntimeException e) {
            // The container may have queued the cookie of the session that has just ended.
            response.reset();
            headers.applyTo(request, response);
            throw e;
        }
        BoundSession session = opened.session();
        if (opened.needsCookie()) {
            cookie.issue(request, response, session.id());
        }
        Duration lifetime = sessions.lifetimes().absolute();
        response.setHeader(CUSTOM_STATUS, "N");
        succeed(response, "logged_in", "Logged in successfully and session set for " + InWords.of(lifetime), opened);
    }

    private void succeed(HttpServletResponse response, String code, String message, LiveSession live)
            throws IOException {
        BoundSession session = live.session();
        ProofTerms terms = live.binding().possession().terms();
        terms.headers().forEach(response::setHeader);
        answers.ok(response, json -> {
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeStringField("user", session.user());
            json.writeArrayFieldStart("roles");
            for (String role : new TreeSet<>(session.roles())) {
                json.writeString(role);
            }
            json.writeEndArray();
            json.writeNumberField("idle_seconds", sessions.lifetimes().idle().toSeconds());
            json.writeStringField("expires_at", Iso8601.of(clock.timeOfDayAt(session.expiresAt())));
            json.writeStringField("binding", session.kind());
            for (Map.Entry<String, String> term : terms.fields().entrySet()) {
                json.writeStringField(term.getKey(), term.getValue());
            }
        });
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        answers.refuseLogin(request, response, refusal);
    }
}
