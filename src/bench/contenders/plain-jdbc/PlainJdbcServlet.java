package contender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.boundsession.records.SampleRecords;

/**
 * The data servlet as one writes it for one table: rows go straight to the response, nothing bounds the time of the query, and
 * a slow reader holds its connection. The same database, pool and JSON as bound-session's own.
 */
public final class PlainJdbcServlet extends HttpServlet {

    private static final JsonFactory JSON = new JsonFactory();

    private transient SampleRecords records;
    private transient String query;

    @Override
    public void init() throws ServletException {
        records = new SampleRecords();
        query = getInitParameter("query") + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
    }

    @Override
    public void destroy() {
        records.close();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        int limit = Integer.parseInt(request.getParameter("limit"));
        try (Connection connection = records.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(query)) {
            select.setInt(1, 0);
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                response.setContentType("application/json;charset=UTF-8");
                write(rows, response);
            }
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }

    private static void write(ResultSet rows, HttpServletResponse response) throws IOException, SQLException {
        try (JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            json.writeStartObject();
            json.writeStringField("message", "Here you can find employee details");
            json.writeArrayFieldStart("employees");
            while (rows.next()) {
                write(rows, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(ResultSet row, JsonGenerator json) throws IOException, SQLException {
        json.writeStartObject();
        json.writeNumberField("id", row.getInt(1));
        json.writeStringField("first_name", row.getString(2));
        json.writeStringField("last_name", row.getString(3));
        json.writeStringField("email", row.getString(4));
        json.writeStringField("job_title", row.getString(5));
        json.writeStringField("department", row.getString(6));
        json.writeStringField("hire_date", row.getObject(7, LocalDate.class).toString());
        json.writeNumberField("salary", row.getBigDecimal(8));
        json.writeStringField("currency", row.getString(9));
        json.writeBooleanField("active", row.getBoolean(10));
        json.writeEndObject();
    }
}
