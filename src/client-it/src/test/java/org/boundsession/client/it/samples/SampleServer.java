package org.boundsession.client.it.samples;

import java.net.URI;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** One server for all tests of samples, started for the first one and stopped after the last one. */
final class SampleServer implements BeforeAllCallback {

    private static URI root;

    /** Stops the server when JUnit closes its root context. */
    private record Running(Server server) implements Store.CloseableResource {

        static Running start() {
            // The tests fail many logins.
            Server server = Server.start(
                    "samples", "BOUND_SESSION_LOGIN_FAILURES", "1000", "BOUND_SESSION_LOGIN_FAILURES_PER_ADDRESS", "0");
            return new Running(server);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Store store = context.getRoot().getStore(Namespace.create(SampleServer.class));
        root = store.getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class)
                .server()
                .root();
    }

    /** Returns the application's root, with a slash at its end. */
    static URI root() {
        return root;
    }
}
