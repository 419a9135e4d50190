package org.boundsession.store;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The {@link HttpSession} of a stored session for servlets. The binding is not visible as an attribute. Thread-safe
 * for the threads of one request.
 */
final class StoredHttpSession implements HttpSession {

    private final ServletContext context;
    private final StoredView view;
    private final Predicate<StoredView> end;

    /** @param end ends the session on all nodes; false if it had ended before */
    StoredHttpSession(ServletContext context, StoredView view, Predicate<StoredView> end) {
        this.context = context;
        this.view = view;
        this.end = end;
    }

    boolean isOf(StoredView other) {
        return view.equals(other);
    }

    boolean isStored() {
        return !view.isTransient();
    }

    private StoredSession stored() {
        view.requireValid();
        return view.stored();
    }

    @Override
    public long getCreationTime() {
        return stored().creationTime();
    }

    @Override
    public String getId() {
        return view.id();
    }

    @Override
    public long getLastAccessedTime() {
        return stored().lastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        view.setMaxInactiveInterval(seconds <= 0 ? StoredSession.MAX_INTERVAL : TimeUnit.SECONDS.toMillis(seconds));
    }

    @Override
    public int getMaxInactiveInterval() {
        return (int) TimeUnit.MILLISECONDS.toSeconds(view.stored().maxInactiveInterval());
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return view.attribute(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(new TreeSet<>(stored().attributes().keySet()));
    }

    /** @throws IllegalArgumentException if the value is not a String, Integer, Long, Double or Boolean */
    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        view.setAttribute(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        view.removeAttribute(name);
    }

    @Override
    public void invalidate() {
        view.requireValid();
        if (!end.test(view)) {
            view.requireValid();
        }
    }

    @Override
    public boolean isNew() {
        view.requireValid();
        return view.isTransient();
    }

    @Override
    public String toString() {
        return "StoredHttpSession";
    }
}
