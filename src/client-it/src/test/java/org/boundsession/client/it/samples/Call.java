package org.boundsession.client.it.samples;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.boundsession.testkit.proof.UnsignedRequest;

/**
 * A request of a sample, and its answer once there is one.
 *
 * @param receivedAt as of {@link System#nanoTime()}
 */
record Call(
        String method,
        String target,
        Map<String, List<String>> headers,
        String body,
        long receivedAt,
        Optional<Response> answer) {

    static Call of(HttpExchange exchange) throws IOException {
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                System.nanoTime(),
                Optional.empty());
    }

    Call answered(Response response) {
        return new Call(method, target, headers, body, receivedAt, Optional.of(response));
    }

    /** Returns the request to forward, without its body and these headers. */
    Request request(List<String> withoutHeaders) {
        Request request = Request.of(method, target);
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                if (!withoutHeaders.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                    request = request.header(header.getKey(), value);
                }
            }
        }
        return request;
    }

    /** Returns the last part of the path, with its slash. */
    String path() {
        String path = target.replaceFirst("\\?.*", "");
        return path.substring(path.lastIndexOf('/'));
    }

    boolean isLogin() {
        return path().equals("/login");
    }

    int status() {
        return answer.orElseThrow().status();
    }

    /** Returns all values of a header, empty if it is absent. */
    String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> String.join(", ", header.getValue()))
                .findFirst()
                .orElse("");
    }

    /** Returns whether this is a login that opened a session with signatures. */
    boolean enrols() {
        return isLogin()
                && answer.filter(response -> response.body().contains("\"keyid\""))
                        .isPresent();
    }

    /** Returns what signs the calls of the session that this login opened. */
    ProofSigner signer() {
        return new ProofSigner(secret(), answer.orElseThrow().text("keyid"));
    }

    /** Returns the proof that this call must have brought, given when it was created and its nonce. */
    Proof signedAgain(ProofSigner signer) {
        UnsignedRequest request =
                signer.request(method, target).created(created()).nonce(signatureInput("nonce=\"([^\"]+)\""));
        if (!body.isEmpty()) {
            request = request.body(body.getBytes(StandardCharsets.UTF_8));
        }
        return request.sign();
    }

    long created() {
        return Long.parseLong(signatureInput("created=(\\d+)"));
    }

    private String signatureInput(String pattern) {
        Matcher part = Pattern.compile(pattern).matcher(header("Signature-Input"));
        if (!part.find()) {
            throw new AssertionError(path() + " is not signed");
        }
        return part.group(1);
    }

    String secret() {
        return header("secretid");
    }

    /** Returns the name and the password that a login brings, with a colon between. */
    String credentials() {
        byte[] decoded = Base64.getDecoder().decode(header("Authorization").substring("Basic ".length()));
        return new String(decoded, StandardCharsets.UTF_8);
    }

    /** Returns the cookie that the answer sets, without its attributes. */
    String issuedCookie() {
        return "Session_ID=" + answer.orElseThrow().sessionId();
    }
}
