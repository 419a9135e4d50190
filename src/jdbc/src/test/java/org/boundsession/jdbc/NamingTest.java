package org.boundsession.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamingTest {

    private static final DataSource FIRST = new JdbcDataSource();
    private static final DataSource SECOND = new JdbcDataSource();

    /** What the container has bound: a value, or the reason why it cannot be created. */
    private static final Map<String, Object> BOUND = new HashMap<>();

    /** A container without naming is simulated by no factory. */
    private static void containerWithNaming() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Container.class.getName());
    }

    @AfterEach
    void unbind() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        BOUND.clear();
    }

    @Test
    void findsNothingWithoutNaming() {
        assertThat(Naming.dataSource("jdbc/records")).isEmpty();
    }

    @Test
    void findsNothingUnderAnotherName() {
        containerWithNaming();
        BOUND.put("java:comp/env/jdbc/sessions", FIRST);

        assertThat(Naming.dataSource("jdbc/records")).isEmpty();
    }

    @Test
    void prefersTheNameOfTheApplicationToGlobalOnes() {
        containerWithNaming();
        BOUND.put("jdbc/records", SECOND);
        BOUND.put("java:comp/env/jdbc/records", FIRST);

        assertThat(Naming.dataSource("jdbc/records")).containsSame(FIRST);
    }

    /** WildFly's and Jetty's, without a resource-ref. */
    @Test
    void findsGlobalNames() {
        containerWithNaming();
        BOUND.put("java:/jdbc/records", FIRST);
        BOUND.put("jdbc/sessions", SECOND);

        assertThat(Naming.dataSource("jdbc/records")).containsSame(FIRST);
        assertThat(Naming.dataSource("jdbc/sessions")).containsSame(SECOND);
    }

    @Test
    void refusesWhatIsNoDataSource() {
        containerWithNaming();
        BOUND.put("java:comp/env/jdbc/records", "a string");
        BOUND.put("java:/jdbc/records", FIRST);

        assertThatIllegalStateException()
                .isThrownBy(() -> Naming.dataSource("jdbc/records"))
                .withMessage("JNDI jdbc/records: expected a javax.sql.DataSource");
    }

    /** Sample records in place of one's own would look as if everything were well. */
    @Test
    void takesADataSourceThatCannotBeCreatedForAMistake() {
        containerWithNaming();
        BOUND.put("java:comp/env/jdbc/records", new NamingException("no driver"));

        assertThatIllegalStateException()
                .isThrownBy(() -> Naming.dataSource("jdbc/records"))
                .withMessageContaining("JNDI java:comp/env/jdbc/records");
    }

    /** Made by the JDK, by its name. */
    public static final class Container implements InitialContextFactory {

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        Object bound = BOUND.get(arguments[0]);
                        if (bound == null) {
                            throw new NameNotFoundException();
                        }
                        if (bound instanceof NamingException failure) {
                            throw failure;
                        }
                        return bound;
                    });
        }
    }
}
