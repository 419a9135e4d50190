package org.boundsession.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.boundsession.keys.SessionSecrets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done before a store is asked. */
@State(Scope.Benchmark)
public class SignedIdsBenchmark {

    private final SignedIds ids = new SignedIds(
            new SessionSecrets(List.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)), "/"));
    private final String id = ids.create();

    @Benchmark
    public boolean sessionIdCheck() {
        return ids.verify(id);
    }
}
