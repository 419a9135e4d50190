package org.boundsession.records;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** JDBC objects that behave as a test says and else as the real ones behind them. */
final class Fakes {
    private Fakes() {}

    static DataSource dataSource(Connector connector) {
        return proxy(DataSource.class, (method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return connector.connect();
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    static Connection onClose(Connection real, Runnable close) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("close")) {
                close.run();
                return null;
            }
            return call(real, method, arguments);
        });
    }

    static <T> T proxy(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> behaviour.invoke(method, arguments == null ? new Object[0] : arguments)));
    }

    static Object call(Object real, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    @FunctionalInterface
    interface Behaviour {
        @Nullable
        Object invoke(Method method, Object[] arguments) throws Throwable;
    }
}
