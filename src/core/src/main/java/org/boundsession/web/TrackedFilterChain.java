package org.boundsession.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** A filter chain that records whether it was called. For one request; not thread-safe. */
final class TrackedFilterChain implements FilterChain {

    private final FilterChain chain;
    private final ServletResponse servletResponse;
    private boolean called;

    /** @param servletResponse the response for the servlet, instead of the one that the filter passes on */
    TrackedFilterChain(FilterChain chain, ServletResponse servletResponse) {
        this.chain = chain;
        this.servletResponse = servletResponse;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response) throws IOException, ServletException {
        called = true;
        chain.doFilter(request, servletResponse);
    }

    boolean wasCalled() {
        return called;
    }
}
