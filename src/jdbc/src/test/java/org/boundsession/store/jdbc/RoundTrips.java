package org.boundsession.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A DataSource that notes what makes a driver ask its server, and how many connections are in use at a time. A change of
 * the mode of commit or of the isolation level counts as well.
 */
final class RoundTrips {

    private static final Set<String> ASKING = Set.of("commit", "rollback", "setTransactionIsolation", "isValid");

    private final List<String> noted = new CopyOnWriteArrayList<>();
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger mostInUse = new AtomicInteger();
    private final DataSource dataSource;

    RoundTrips(DataSource pool) {
        dataSource = noting(DataSource.class, pool);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Returns the names of the methods that were called since the last call of this one. */
    List<String> take() {
        List<String> taken = List.copyOf(noted);
        noted.clear();
        return taken;
    }

    int mostConnectionsInUse() {
        return mostInUse.get();
    }

    private <T> T noting(Class<T> type, T original) {
        return type.cast(Proxy.newProxyInstance(
                RoundTrips.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return called(method.getName(), original, arguments, method.invoke(original, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private @Nullable Object called(String method, Object on, Object @Nullable [] arguments, @Nullable Object result) {
        if (on instanceof Statement && method.startsWith("execute") || ASKING.contains(method)) {
            noted.add(method);
        }
        if (on instanceof Connection && method.equals("setAutoCommit")) {
            noted.add(method + " " + List.of(arguments));
        }
        if (on instanceof Connection && method.equals("close")) {
            inUse.decrementAndGet();
        }
        if (result instanceof Connection connection && on instanceof DataSource) {
            mostInUse.accumulateAndGet(inUse.incrementAndGet(), Math::max);
            return noting(Connection.class, connection);
        }
        return result instanceof Statement statement ? noting(statement) : result;
    }

    private Statement noting(Statement statement) {
        return statement instanceof java.sql.PreparedStatement prepared
                ? noting(java.sql.PreparedStatement.class, prepared)
                : noting(Statement.class, statement);
    }
}
