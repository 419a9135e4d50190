package org.boundsession.it;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.boundsession.testkit.proof.UnsignedRequest;

/** A session bound by signature, as its client knows it. Immutable. */
record SignedSession(Client client, String id, String secret, ProofSigner signer) {

    static final String DATA = "/getemployeedetails?limit=1";

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Set<Client> STARTED = ConcurrentHashMap.newKeySet();
    private static final int MAX_LOOKS = 50;
    private static final long PAUSE_NANOS = 100_000_000;

    static SignedSession open(Client client) {
        return open(client, "general");
    }

    static SignedSession open(Client client, String user) {
        String secret = freshSecret();
        Response login = DeployedWar.patiently(client, login(user, secret));
        return of(client, login, secret).onceStarted();
    }

    /** Takes the session that a login has opened. */
    static SignedSession of(Client client, Response login, String secret) {
        return new SignedSession(client, login.sessionId(), secret, new ProofSigner(secret, login.text("keyid")));
    }

    static Request login(String user, String secret) {
        return Request.get("/login")
                .basic(user, user + "-password")
                .secret(secret)
                .header("binding", "signature");
    }

    static String freshSecret() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Returns the same session at another node, or behind a proxy. */
    SignedSession at(Client other) {
        return new SignedSession(other, id, secret, signer).onceStarted();
    }

    private SignedSession onceStarted() {
        if (STARTED.add(client)) {
            awaitStart();
        }
        return this;
    }

    /** Waits until proofs are admitted: a node refuses those of the second in which it has started. */
    void awaitStart() {
        for (int i = 0; i < MAX_LOOKS && call().body().contains("proof_expired"); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Starts a proof of a request below the context root. */
    UnsignedRequest proof(String method, String target) {
        return signer.request(method, client.context() + target);
    }

    /** Starts a proof of {@link #data()}. */
    UnsignedRequest proof() {
        return proof("GET", DATA);
    }

    /** Returns the guarded call with the cookie, not signed. */
    Request data() {
        return Request.get(DATA).cookie(id);
    }

    Response call() {
        return call(proof().sign());
    }

    Response call(Proof proof) {
        return client.send(proof.addTo(data()));
    }

    Response call(UnsignedRequest unsigned) {
        return call(unsigned.sign());
    }

    /** Signs a request as it is, and sends it with the cookie. */
    Response send(Request request) {
        return client.send(signed(request));
    }

    Request signed(Request request) {
        return proof(request.method(), request.target()).sign().addTo(request.cookie(id));
    }

    /** Never the secret or the key. */
    @Override
    public String toString() {
        return "SignedSession";
    }
}
