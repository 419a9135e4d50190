package org.boundsession.binding;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A session in memory that behaves as a container's: after its end every question throws. */
final class FakeSession implements HttpSession {

    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private volatile String id;
    private volatile boolean valid = true;
    private volatile boolean ending;
    private volatile boolean joined;
    private int maxInactiveInterval;
    private Runnable listener = () -> {};

    FakeSession(String id) {
        this.id = id;
    }

    /** Is called while the session ends, and can still be read: as containers do. */
    void whileEnding(Runnable newListener) {
        listener = newListener;
    }

    boolean isValid() {
        return valid;
    }

    void rename(String newId) {
        id = newId;
    }

    /** Another request brings its cookie. */
    void join() {
        joined = true;
    }

    /** As Tomcat's PersistentManager does with a session that it has swapped out: another object has taken its place. */
    @SuppressWarnings("NullAway") // Tomcat does so
    void recycle() {
        valid = false;
        id = null;
    }

    /** As WildFly shows a session that another node has ended: no attribute is left, and nothing throws. */
    void vanish() {
        attributes.clear();
    }

    private void requireValid() {
        if (!valid) {
            throw new IllegalStateException("the session is over");
        }
    }

    @Override
    public long getCreationTime() {
        return 0;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public long getLastAccessedTime() {
        return 0;
    }

    @Override
    public ServletContext getServletContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        maxInactiveInterval = interval;
    }

    @Override
    public int getMaxInactiveInterval() {
        return maxInactiveInterval;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        requireValid();
        return attributes.get(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        requireValid();
        return Collections.enumeration(attributes.keySet());
    }

    @Override
    public void setAttribute(String name, Object value) {
        requireValid();
        attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        requireValid();
        attributes.remove(name);
    }

    @Override
    public synchronized void invalidate() {
        requireValid();
        if (ending) {
            // As Tomcat does: the call that began it goes on.
            return;
        }
        ending = true;
        listener.run();
        valid = false;
    }

    @Override
    public boolean isNew() {
        return !joined;
    }
}
