package org.boundsession.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A response as received: status, header lines in their order, body. Immutable. */
public record Response(int status, List<String> headerLines, String body) {

    public List<String> headers(String name) {
        return headerLines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** Returns the value of a header, which must be present. */
    public String required(String name) {
        return header(name).orElseThrow(() -> new AssertionError("no header " + name + " in " + this));
    }

    public String customStatus() {
        return required("custom_status");
    }

    /** Returns the session id in the only Set-Cookie. */
    public String sessionId() {
        List<String> cookies = headers("Set-Cookie");
        if (cookies.size() != 1 || !cookies.get(0).startsWith("Session_ID=")) {
            throw new AssertionError("expected one session cookie in " + this);
        }
        return cookies.get(0).substring("Session_ID=".length()).split(";")[0];
    }

    /** Returns the only cookie that is set. */
    public SetCookie setCookie() {
        List<String> cookies = headers("Set-Cookie");
        if (cookies.size() != 1) {
            throw new AssertionError("expected one cookie in " + this);
        }
        return SetCookie.parse(cookies.get(0));
    }

    public boolean deletesCookie() {
        List<String> cookies = headers("Set-Cookie");
        return cookies.size() == 1
                && (cookies.get(0).startsWith("Session_ID=;") || cookies.get(0).startsWith("Session_ID=\"\";"))
                && (cookies.get(0).contains("Max-Age=0")
                        || cookies.get(0).contains("01-Jan-1970")
                        || cookies.get(0).contains("01 Jan 1970"));
    }

    public String code() {
        return text("code");
    }

    /** Returns a string field at the top level of the JSON body. */
    public String text(String field) {
        try (JsonParser json = new JsonFactory().createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME && field.equals(json.currentName())) {
                    json.nextToken();
                    return json.getText();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + this, e);
        }
        throw new AssertionError("no field " + field + " in " + this);
    }
}
