package org.boundsession.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** The way to the servlet, which remembers whether it was taken. For one request. */
final class Passage implements FilterChain {

    private final FilterChain chain;
    private final ServletResponse servletResponse;
    private boolean taken;

    /** @param servletResponse what the servlet answers to, in place of the response that the filter passes on */
    Passage(FilterChain chain, ServletResponse servletResponse) {
        this.chain = chain;
        this.servletResponse = servletResponse;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response) throws IOException, ServletException {
        taken = true;
        chain.doFilter(request, servletResponse);
    }

    boolean isTaken() {
        return taken;
    }
}
