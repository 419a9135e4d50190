package org.boundsession.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Pools as an admin may have set them up. */
final class Pools {

    private Pools() {}

    @FunctionalInterface
    interface Change {
        void before(Connection connection) throws SQLException;
    }

    static DataSource withoutAutoCommit(SessionDatabase database) {
        return handing(database.dataSource(), connection -> connection.setAutoCommit(false));
    }

    /** Does something with each connection before it is handed out. */
    static DataSource handing(DataSource pool, Change change) {
        return (DataSource) Proxy.newProxyInstance(
                Pools.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    try {
                        Object result = method.invoke(pool, args);
                        if (result instanceof Connection connection) {
                            change.before(connection);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
