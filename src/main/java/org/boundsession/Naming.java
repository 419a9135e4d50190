package org.boundsession;

import java.util.List;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.sql.DataSource;

/** Finds what the container's admin has put into JNDI. */
final class Naming {

    /** The application's own names, then those of WildFly and Jetty that no resource-ref leads to. */
    private static final List<String> ROOTS = List.of("java:comp/env/", "java:/", "");

    private Naming() {}

    /**
     * Empty if the container has nothing of that name.
     *
     * @throws IllegalStateException if it has something that is no DataSource, or cannot make it
     */
    static Optional<DataSource> dataSource(String name) {
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

    @SuppressWarnings("BanJNDI") // the names are constants of ours, and the naming context is the container's
    private static Optional<Object> lookUp(String name) {
        try {
            return Optional.ofNullable(new InitialContext().lookup(name));
        } catch (NameNotFoundException | NoInitialContextException none) {
            return Optional.empty();
        } catch (NamingException e) {
            throw new IllegalStateException("JNDI " + name + ": the container could not make it", e);
        }
    }
}
