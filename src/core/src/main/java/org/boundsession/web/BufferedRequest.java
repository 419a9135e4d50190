package org.boundsession.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is in memory: a servlet reads it as a stream, by a reader, or as the parameters of a form, as if
 * nobody had read it before. A multipart body is available as a stream only.
 */
final class BufferedRequest extends HttpServletRequestWrapper {

    private final HttpServletResponse response;
    private final byte[] body;
    private final BufferedInput input;
    private boolean isStreamInUse;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;

    /** @param response the response of the servlet, for asynchronous processing */
    BufferedRequest(HttpServletRequest request, HttpServletResponse response, byte[] body) {
        super(request);
        this.response = response;
        this.body = body;
        this.input = new BufferedInput(body);
    }

    /** @throws IllegalStateException if a reader is in use */
    @Override
    public ServletInputStream getInputStream() {
        if (reader != null) {
            throw new IllegalStateException("getReader was called");
        }
        isStreamInUse = true;
        return input;
    }

    /** @throws IllegalStateException if the stream is in use */
    @Override
    public BufferedReader getReader() throws IOException {
        if (isStreamInUse) {
            throw new IllegalStateException("getInputStream was called");
        }
        if (reader == null) {
            reader = new BufferedReader(new InputStreamReader(input, encoding()));
        }
        return reader;
    }

    private Charset encoding() throws IOException {
        String name = getCharacterEncoding();
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw new UnsupportedEncodingException(name);
        }
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (parameters == null) {
            parameters = FormBody.isFormOf(this)
                    ? FormBody.joined(super.getParameterMap(), body, getCharacterEncoding())
                    : super.getParameterMap();
        }
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    /** @throws IllegalStateException always */
    @Override
    public Collection<Part> getParts() {
        throw noParts();
    }

    /** @throws IllegalStateException always */
    @Override
    public Part getPart(String name) {
        throw noParts();
    }

    /** The container's own would give the servlet the request without this wrapper, whose body has been read. */
    @Override
    public AsyncContext startAsync() {
        return getRequest().startAsync(this, response);
    }

    private static IllegalStateException noParts() {
        return new IllegalStateException(
                "the body was read to check its digest; a multipart body is available by getInputStream only");
    }
}
