package org.boundsession.binding.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.boundsession.keys.DerivedKey;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done with a secret: on each call, at a login, and within that. */
@State(Scope.Benchmark)
public class SecretHasherBenchmark {

    private static final String ID = "0123456789ABCDEF0123456789ABCDEF";

    private final SessionSecrets secrets =
            new SessionSecrets(List.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)), "/");
    private final Secret secret = Secret.of("my-own-secret-1".getBytes(StandardCharsets.US_ASCII));
    private final SecretHasher hasher = new SecretHasher(secrets, 10);
    private final DerivedKey pepper = secrets.signingKey(Purpose.PEPPER);
    private final byte[] tag = hasher.tag(ID, secret);
    private final byte[] idAndSecret = (ID + "my-own-secret-1").getBytes(StandardCharsets.US_ASCII);

    @Benchmark
    public boolean tagCheck() {
        return MessageDigest.isEqual(tag, hasher.tag(ID, secret));
    }

    @Benchmark
    public byte[] hashDigest() {
        return pepper.sign(idAndSecret);
    }

    @Benchmark
    public String bcryptCost10() {
        return hasher.hash(ID, secret).text();
    }
}
