package org.boundsession.binding;

import contender.Mass;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * {@code /fill?from=0&to=1000} makes a thousand bound sessions as a login leaves them, but for bcrypt: what is kept of the
 * secret is random, so that nobody can prove it.
 */
public final class FillServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SecretHashes hashes = (SecretHashes) getServletContext().getAttribute(SecretHashes.class.getName());
        int to = Integer.parseInt(request.getParameter("to"));
        for (int i = Integer.parseInt(request.getParameter("from")); i < to; i++) {
            hashes.replace(binding(Mass.newSession(request, i)));
        }
        response.setContentLength(0);
    }

    private static Binding binding(HttpSession session) {
        Binding binding = new Binding(
                session,
                session.getId(),
                (String) session.getAttribute(BoundAttributes.USER),
                Set.of(new String("general")),
                (String) session.getAttribute(BoundAttributes.HASH),
                (Long) session.getAttribute(BoundAttributes.END),
                TimeUnit.SECONDS.toMillis(session.getMaxInactiveInterval()),
                (Long) session.getAttribute(BoundAttributes.LAST_PROOF));
        byte[] tag = new byte[32];
        ThreadLocalRandom.current().nextBytes(tag);
        binding.learn(tag);
        return binding;
    }
}
