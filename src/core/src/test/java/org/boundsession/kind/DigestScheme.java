package org.boundsession.kind;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.boundsession.binding.Answer;
import org.boundsession.binding.BindingScheme;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Possession;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.secret.SecretScheme;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.Sha256;

/**
 * Binds a session to SHA-256 of its id and a word in the header {@code secretid}: too simple to be safe, and enough to show
 * that a kind of binding can be added.
 */
public final class DigestScheme implements BindingScheme {

    private static final String HEADER = "secretid";
    private static final String KIND = "digest";
    private static final String START = "{" + KIND + "}1:";

    /** For its rules on the header only. */
    private static final SecretScheme RULES = new SecretScheme(
            new SessionSecrets(List.of(HEADER.getBytes(StandardCharsets.US_ASCII)), "/"), HEADER, 8, 10);

    private record Word(String text) implements Evidence {}

    private record Bound(String sessionId, String storedForm) implements Possession {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Evidence read(HttpServletRequest request) {
            return word(request);
        }

        @Override
        public Answer check(Evidence evidence) {
            return storedForm.equals(form(sessionId, (Word) evidence)) ? Answer.PROVED : Answer.WRONG;
        }

        @Override
        public Answer checkSlowly(Evidence evidence) {
            throw new IllegalStateException("the fast check always knows");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Evidence read(HttpServletRequest request) {
        return word(request);
    }

    @Override
    public Possession bind(String sessionId, Evidence evidence) {
        return new Bound(sessionId, form(sessionId, (Word) evidence));
    }

    @Override
    public Optional<Possession> restore(String sessionId, String storedForm) {
        return storedForm.startsWith(START) ? Optional.of(new Bound(sessionId, storedForm)) : Optional.empty();
    }

    private static Evidence word(HttpServletRequest request) {
        Unproved refused = RULES.read(request).unproved();
        return refused == null ? new Word(request.getHeader(HEADER).strip()) : refused;
    }

    private static String form(String sessionId, Word word) {
        return START + Sha256.hex(sessionId + ' ' + word.text());
    }
}
