package org.boundsession.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

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

    static DataSource memory() {
        JdbcDataSource memory = new JdbcDataSource();
        memory.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        return memory;
    }

    /** A database that says to be another one. */
    static DataSource product(String name) {
        return product(name, memory());
    }

    static DataSource product(String name, DataSource original) {
        return proxy(DataSource.class, original, name);
    }

    private static <T> T proxy(Class<T> type, T original, String product) {
        return type.cast(Proxy.newProxyInstance(
                Pools.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getDatabaseProductName")) {
                        return product;
                    }
                    try {
                        Object result = method.invoke(original, arguments);
                        if (result instanceof Connection connection) {
                            return proxy(Connection.class, connection, product);
                        }
                        return result instanceof DatabaseMetaData data
                                ? proxy(DatabaseMetaData.class, data, product)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
