package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalInt;
import org.boundsession.records.Page;
import org.boundsession.records.RecordQuery;
import org.boundsession.records.RecordsUnavailableException;
import org.boundsession.records.Rows;

/**
 * Answers with the rows of one SQL query. {@code web.xml} has an entry for each query, with the init-parameters {@code
 * query}, {@code name} (the JSON array's) and {@code message}.
 */
public final class RecordsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = System.getLogger(RecordsServlet.class.getName());

    private transient Web web;
    private transient RecordQuery query;
    private transient String name;
    private transient String message;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // init is the constructor of what a container makes
    public RecordsServlet() {}

    @Override
    public void init() throws ServletException {
        web = Web.of(getServletContext());
        query = web.query(required("query"));
        name = required("name");
        message = required("message");
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
        try (Rows rows = query.open(page)) {
            response.setContentType(Answers.JSON);
            try (JsonGenerator json = Answers.generator(response)) {
                json.writeStartObject();
                json.writeStringField("message", message);
                json.writeFieldName(name);
                rows.writeTo(json);
                json.writeEndObject();
            }
        } catch (RecordsUnavailableException e) {
            LOG.log(Level.ERROR, "The records of servlet " + getServletName() + " cannot be read", e);
            unavailable(request, response);
        }
    }

    private void unavailable(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // Half an answer is on its way: breaking the connection is how the client learns that it is half.
            throw new IOException("the records ended before the answer did");
        }
        response.reset();
        web.headers().applyTo(request, response);
        web.answers().refuse(response, Refusal.RECORDS_UNAVAILABLE);
    }

    private void refuse(HttpServletResponse response, String what) throws IOException {
        web.answers().refuse(response, Refusal.parameterMalformed(what));
    }
}
