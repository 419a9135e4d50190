package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.boundsession.settings.EnvironmentOnly;
import org.boundsession.settings.Source;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;

/** Starts the store as the application does, with settings of the environment, and stops it without a thread left. */
final class Start {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, String> environment;

    private Start(Map<String, String> environment) {
        this.environment = environment;
    }

    static Start at(String url, String user, String password) {
        return new Start(Map.of(
                "BOUND_SESSION_JDBC_URL", url,
                "BOUND_SESSION_JDBC_USER", user,
                "BOUND_SESSION_JDBC_PASSWORD", password));
    }

    /** Returns the message that stops the deployment. */
    String refusal() throws Exception {
        try {
            opened(SessionStore::findExpired);
        } catch (IllegalStateException refused) {
            assertThat(refused).hasNoCause();
            return String.valueOf(refused.getMessage());
        }
        throw new AssertionError("the settings were accepted");
    }

    interface Use {
        Object of(SessionStore store) throws Exception;
    }

    /** Opens the store, does something with it and stops. */
    void opened(Use use) throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            SessionStore store = new JdbcStoreProvider().open(context(open));
            open.push(store);
            use.of(store);
        } finally {
            for (AutoCloseable closed : open) {
                closed.close();
            }
            assertNoThreadIsLeft(before);
        }
    }

    private static void assertNoThreadIsLeft(Set<Thread> before) {
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.isAlive() && !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("bound-session"));
    }

    private StoreContext context(Deque<AutoCloseable> open) {
        Source source = EnvironmentOnly.of(environment, new JdbcStoreProvider().settings());
        return new StoreContext(source, "/", null, TIMEOUT, Clock.systemUTC(), open::push);
    }
}
