package org.boundsession.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A response as it came: status, header lines in order, body. */
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

    /** The value of a header that must be there. */
    public String required(String name) {
        return header(name).orElseThrow(() -> new AssertionError("no header " + name + " in " + this));
    }

    public String customStatus() {
        return required("custom_status");
    }

    /** The session id that the one Set-Cookie brings. */
    public String sessionId() {
        List<String> cookies = headers("Set-Cookie");
        if (cookies.size() != 1 || !cookies.get(0).startsWith("Session_ID=")) {
            throw new AssertionError("expected one session cookie in " + this);
        }
        return cookies.get(0).substring("Session_ID=".length()).split(";")[0];
    }

    /** The one cookie that it sets. */
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

    /** A string field at the top of the JSON body. */
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
