package contender;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /fill?from=0&to=1000} makes a thousand sessions. */
public final class FillServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int to = Integer.parseInt(request.getParameter("to"));
        for (int i = Integer.parseInt(request.getParameter("from")); i < to; i++) {
            Mass.newSession(request, i);
        }
        Answer.send(response);
    }
}
