package contender;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/**
 * Opens a session with what bound-session keeps in one, so that each store carries the same data. No password is checked
 * and nothing is hashed: this login is not measured.
 */
public final class LoginServlet extends HttpServlet {
    private static final String HASH = "AAAAAAAAAAA:$2b$10$o5nJlSDU05KMpmQgXInmP.5N35/D2COCWjrEh8Gr9HBmNF.6pYL7q";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(true);
        session.setMaxInactiveInterval(150);
        session.setAttribute("org.boundsession.hash", HASH);
        session.setAttribute("org.boundsession.user", "general");
        session.setAttribute("org.boundsession.roles", "general");
        session.setAttribute("org.boundsession.end", System.currentTimeMillis() + 3_600_000);
        session.setAttribute("org.boundsession.lastProof", System.currentTimeMillis());
        Answer.sendWithHeaders(response);
    }
}
