package org.boundsession.records.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.boundsession.records.Page;
import org.boundsession.records.RecordQueries;
import org.boundsession.records.RecordQuery;
import org.boundsession.records.RecordsUnavailableException;
import org.boundsession.records.Rows;
import org.boundsession.web.Answers;
import org.boundsession.web.Parts;
import org.boundsession.web.Refusal;

/**
 * Responds with the rows of one SQL query. {@code web.xml} declares it once for each query, with the init-parameters
 * {@code query}, {@code name} (the name of the JSON array) and {@code message}.
 */
public final class RecordsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = System.getLogger(RecordsServlet.class.getName());

    private static final Refusal UNAVAILABLE = Refusal.later(
            503, "records_unavailable", "The data cannot be read at the moment. Please try again later", 5);

    private transient Answers answers;
    private transient RecordQuery query;
    private transient RecordsHealth health;
    private transient String name;
    private transient String message;
    private transient Path directory;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public RecordsServlet() {}

    @Override
    public void init() throws ServletException {
        answers = Parts.of(getServletContext(), Answers.class);
        query = Parts.of(getServletContext(), RecordQueries.class).of(required("query"));
        health = Parts.of(getServletContext(), RecordsHealth.class);
        name = required("name");
        message = required("message");
        if (!(getServletContext().getAttribute(ServletContext.TEMPDIR) instanceof File temporary)) {
            throw new ServletException(
                    "the container provides no temporary directory (" + ServletContext.TEMPDIR + ")");
        }
        directory = temporary.toPath();
    }

    private String required(String parameter) throws ServletException {
        String value = getInitParameter(parameter);
        if (value == null || value.isBlank()) {
            throw new ServletException(
                    "servlet " + getServletName() + ": the init-parameter " + parameter + " is missing in web.xml");
        }
        return value.strip();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters parameters = new QueryParameters(request.getQueryString());
        OptionalInt limit = parameters.number("limit", 1, Page.MAX_LIMIT, Page.DEFAULT_LIMIT);
        OptionalInt offset = parameters.number("offset", 0, Integer.MAX_VALUE, 0);
        if (limit.isEmpty()) {
            refuse(response, "limit must be a number from 1 to " + Page.MAX_LIMIT);
            return;
        }
        if (offset.isEmpty()) {
            refuse(response, "offset must be a number from 0 to " + Integer.MAX_VALUE);
            return;
        }
        answer(request, response, new Page(limit.getAsInt(), offset.getAsInt()));
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Page page) throws IOException {
        Spool spool = new Spool(directory);
        try {
            fill(spool, page);
            health.readSucceeded();
        } catch (RecordsUnavailableException | IOException e) {
            spool.close();
            health.readFailed();
            LOG.log(Level.ERROR, "The records of servlet " + getServletName() + " cannot be read", e);
            answers.refuse(response, UNAVAILABLE);
            return;
        }
        response.setContentType(Answers.JSON);
        SpooledAnswer.send(request, response, spool);
    }

    /**
     * Reads the page to its end before sending it, so that a slow client does not occupy a connection to the database.
     */
    private void fill(Spool spool, Page page) throws IOException {
        try (Rows rows = query.open(page);
                JsonGenerator json = Answers.generator(spool)) {
            json.writeStartObject();
            json.writeStringField("message", message);
            json.writeFieldName(name);
            rows.writeTo(json);
            json.writeEndObject();
        }
    }

    private void refuse(HttpServletResponse response, String what) throws IOException {
        answers.refuse(response, Refusal.of(400, "parameter_malformed", what));
    }
}
