package org.boundsession.binding.secret;

import contender.Mass;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.Possession;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.session.BoundSession;
import org.boundsession.session.Origin;

/**
 * {@code /fill?from=0&to=1000} makes a thousand bound sessions as a login leaves them, but for bcrypt: what is kept of the
 * secret is random, so that nobody can prove it.
 */
public final class FillServlet extends HttpServlet {

    private static final SecretHasher HASHER =
            new SecretHasher(new SessionSecrets(List.of("of no session".getBytes(StandardCharsets.US_ASCII)), "/"), 10);
    private static final SecretHeader HEADER = new SecretHeader("secretid", 8);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Bindings bindings = (Bindings) getServletContext().getAttribute(Bindings.class.getName());
        int to = Integer.parseInt(request.getParameter("to"));
        for (int i = Integer.parseInt(request.getParameter("from")); i < to; i++) {
            add(bindings, Mass.newSession(request, i));
        }
        response.setContentLength(0);
    }

    private static void add(Bindings bindings, HttpSession session) {
        String id = session.getId();
        Possession possession = new SecretPossession(HASHER, HEADER, id, form(session), tag());
        BoundSession bound = new BoundSession(
                id,
                (String) session.getAttribute("org.boundsession.user"),
                Set.of(new String("general")),
                possession.kind(),
                Instant.ofEpochMilli((Long) session.getAttribute("org.boundsession.end")),
                Origin.UNKNOWN);
        bindings.add(bound, possession, (Long) session.getAttribute("org.boundsession.lastProof"), session);
    }

    /** As it was written, although nothing hashes to it. */
    private static StoredSecret form(HttpSession session) {
        String text = (String) session.getAttribute("org.boundsession.hash");
        int colon = text.indexOf(':');
        return new StoredSecret(text.substring(text.indexOf('}') + 1, colon), text.substring(colon + 1));
    }

    private static byte[] tag() {
        byte[] tag = new byte[32];
        ThreadLocalRandom.current().nextBytes(tag);
        return tag;
    }
}
