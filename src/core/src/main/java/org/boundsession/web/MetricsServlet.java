package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.boundsession.admin.Metrics;

/** The metrics for Prometheus, for those whom {@link MetricsAccess} admits. */
public final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int USUAL_BYTES = 16_384;

    private transient Answers answers;
    private transient Metrics metrics;
    private transient MetricsAccess access;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public MetricsServlet() {}

    @Override
    public void init() {
        answers = Parts.of(getServletContext(), Answers.class);
        metrics = Parts.of(getServletContext(), Metrics.class);
        access = Parts.of(getServletContext(), MetricsAccess.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!access.admits(request)) {
            answers.refuseToken(response, Refusal.TOKEN_REQUIRED, MetricsAccess.hasBearer(request));
            return;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(USUAL_BYTES);
        metrics.writeTo(text);
        response.setContentType(Metrics.CONTENT_TYPE);
        response.setContentLength(text.size());
        if (!request.getMethod().equals("HEAD")) {
            text.writeTo(response.getOutputStream());
        }
    }
}
