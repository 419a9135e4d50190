package org.boundsession.jdbc;

import java.util.List;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.sql.DataSource;

/** Looks up the DataSources that an administrator has defined in the container (JNDI). */
public final class Naming {

    /** The application's own names, then the global ones of WildFly and Jetty, which need no resource-ref. */
    private static final List<String> ROOTS = List.of("java:comp/env/", "java:/", "");

    private Naming() {}

    /**
     * Returns the DataSource with this name; empty if the container has none.
     *
     * @throws IllegalStateException if the object with this name is not a DataSource, or the container cannot create
     *     it
     */
    public static Optional<DataSource> dataSource(String name) {
        for (String root : ROOTS) {
            Optional<Object> found = lookUp(root + name);
            if (found.isPresent()) {
                return Optional.of(asDataSource(name, found.get()));
            }
        }
        return Optional.empty();
    }

    private static DataSource asDataSource(String name, Object found) {
        if (found instanceof DataSource dataSource) {
            return dataSource;
        }
        throw new IllegalStateException("JNDI " + name + ": expected a javax.sql.DataSource");
    }

    @SuppressWarnings("BanJNDI") // the names are constants, and the naming context is the container's
    private static Optional<Object> lookUp(String name) {
        try {
            return Optional.ofNullable(new InitialContext().lookup(name));
        } catch (NameNotFoundException | NoInitialContextException none) {
            return Optional.empty();
        } catch (NamingException e) {
            // Without the cause, whose text may quote a URL.
            throw new IllegalStateException("JNDI " + name + ": the container could not create the DataSource ("
                    + e.getClass().getName() + "). Its own log has the reason");
        }
    }
}
