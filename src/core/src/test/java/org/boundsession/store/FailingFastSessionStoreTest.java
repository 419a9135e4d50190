package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Optional;
import org.boundsession.session.SessionEvents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** While its store is up, it does what that store does. */
class FailingFastSessionStoreTest extends SessionStoreContract {

    private static final SessionEvents NOBODY = new SessionEvents() {};

    private @Nullable StoreUnavailableException refusal;
    private String refusing = "probe";

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new FailingFastSessionStore(new MapSessionStore(clock), NOBODY, clock);
    }

    @Test
    void isReadyOnlyWhileTheStoreAcceptsWrites() {
        FailingFastSessionStore breaker = new FailingFastSessionStore(probed(), NOBODY, clock);
        breaker.check();
        assertThat(breaker.isReady()).isTrue();

        refusal = StoreUnavailableException.failed("refused by the test", null);
        breaker.check();
        assertThat(breaker.isReady()).isFalse();
        assertThat(breaker.isUp()).isTrue();
        assertThat(breaker.findById(new SessionKey("0".repeat(64)))).isEmpty();

        refusal = StoreUnavailableException.unreachable("unreachable by the test", null);
        breaker.check();
        assertThat(breaker.isUp()).isFalse();

        refusal = null;
        breaker.check();
        assertThat(breaker.isReady()).isTrue();
        assertThat(breaker.isUp()).isTrue();
    }

    @Test
    void staysUpWhileAPartIsUnreachable() {
        FailingFastSessionStore breaker = new FailingFastSessionStore(probed(), NOBODY, clock);
        refusal = StoreUnavailableException.partlyUnreachable("a part is unreachable by the test", null);
        refusing = "findById";

        assertThatThrownBy(() -> breaker.findById(new SessionKey("0".repeat(64))))
                .isSameAs(refusal);

        assertThat(refusal.isUnreachable()).as("the outcome is not known").isTrue();
        assertThat(breaker.isUp()).isTrue();
    }

    @Test
    void recordsNoProofWhileTheCircuitIsOpen() {
        FailingFastSessionStore breaker = new FailingFastSessionStore(withProofs(), NOBODY, clock);
        refusal = StoreUnavailableException.failed("refused by the test", null);
        assertThatThrownBy(() -> record(breaker, proof())).isSameAs(refusal);
        assertThat(breaker.isUp()).isTrue();

        refusal = StoreUnavailableException.unreachable("unreachable by the test", null);
        assertThatThrownBy(() -> record(breaker, proof())).isSameAs(refusal);
        refusal = null;

        assertThat(breaker.isUp()).isFalse();
        assertThatThrownBy(() -> record(breaker, proof())).hasMessage("the store is down");
        assertThatThrownBy(() -> breaker.proofs().orElseThrow().removeExpired()).hasMessage("the store is down");
        breaker.check();
        assertThat(record(breaker, proof())).isTrue();
    }

    private SessionStore withProofs() {
        return (SessionStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> method.getName().equals("probe")
                        ? 0L
                        : Optional.of((ProofStore) (proof, ttlMillis) -> {
                            if (refusal != null) {
                                throw refusal;
                            }
                            return true;
                        }));
    }

    private SessionStore probed() {
        SessionStore map = new MapSessionStore(clock);
        return (SessionStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(refusing) && refusal != null) {
                        throw refusal;
                    }
                    try {
                        return method.invoke(map, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
