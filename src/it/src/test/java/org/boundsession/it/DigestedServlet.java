package org.boundsession.it;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A third-party servlet that reads its request as the query asks, and responds with what it has read and the kind. */
public final class DigestedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        if (String.valueOf(request.getQueryString()).startsWith("as=async")) {
            AsyncContext async = request.startAsync();
            async.start(() -> answer(async));
            return;
        }
        response.getWriter().print(read(request) + "|" + request.getAttribute("org.boundsession.binding"));
    }

    private static void answer(AsyncContext async) {
        try {
            ServletRequest request = async.getRequest();
            byte[] body = request.getInputStream().readAllBytes();
            async.getResponse()
                    .getWriter()
                    .print(new String(body, StandardCharsets.UTF_8) + "|"
                            + request.getAttribute("org.boundsession.binding"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            async.complete();
        }
    }

    private static String read(HttpServletRequest request) throws IOException {
        String how = String.valueOf(request.getQueryString());
        if (how.startsWith("as=stream")) {
            return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        if (how.startsWith("as=reader")) {
            return request.getReader().lines().collect(Collectors.joining("\n"));
        }
        return how.startsWith("as=form") ? request.getParameter("name") : "nothing";
    }
}
