package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.boundsession.admin.Drain;

/** Begins to drain this node with POST, and ends that with DELETE. */
public final class DrainServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Answers answers;
    private transient Drain drain;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public DrainServlet() {}

    @Override
    public void init() {
        answers = Parts.of(getServletContext(), Answers.class);
        drain = Parts.of(getServletContext(), Drain.class);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        drain.begin();
        answer(response);
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        drain.end();
        answer(response);
    }

    private void answer(HttpServletResponse response) throws IOException {
        answers.ok(response, json -> json.writeBooleanField("draining", drain.isDraining()));
    }
}
