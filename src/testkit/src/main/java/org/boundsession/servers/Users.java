package org.boundsession.servers;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Writes a tomcat-users.xml whose digests are as slow as those of the shipped server.xml. */
public final class Users {

    private static final int SHIPPED_ITERATIONS = 210_000;
    private static final int MIN_ITERATIONS = 5_000;
    private static final int MEASUREMENTS = 3;
    private static final int KEY_BITS = 256;
    private static final Duration SLOW = Duration.ofMillis(150);
    private static final Duration AIM = Duration.ofMillis(100);

    private Users() {}

    /** Returns users with the password {@code <name>-password} and the role {@code general}. */
    public static String shipped(List<String> names) {
        return file(names, SHIPPED_ITERATIONS);
    }

    /**
     * The same, but with fewer iterations if this machine is so busy that one digest takes a large part of the time
     * that a login may wait.
     */
    public static String asSlowAsThisMachineAllows(List<String> names) {
        Duration taken = quickestDigest();
        if (taken.compareTo(SLOW) <= 0) {
            return file(names, SHIPPED_ITERATIONS);
        }
        long fewer = SHIPPED_ITERATIONS * AIM.toMillis() / taken.toMillis();
        return file(names, (int) Math.max(MIN_ITERATIONS, fewer));
    }

    /** Returns the minimum of a few, because the first is slower, and other work may delay any. */
    private static Duration quickestDigest() {
        Duration quickest = Duration.ofSeconds(Long.MAX_VALUE);
        for (int i = 0; i < MEASUREMENTS; i++) {
            long start = System.nanoTime();
            digest("any", SHIPPED_ITERATIONS);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            quickest = taken.compareTo(quickest) < 0 ? taken : quickest;
        }
        return quickest;
    }

    private static String file(List<String> names, int iterations) {
        return names.stream()
                .map(name -> entry(name, iterations))
                .collect(Collectors.joining("\n", """
                <?xml version="1.0" encoding="UTF-8"?>
                <tomcat-users xmlns="http://tomcat.apache.org/xml" version="1.0">
                <role rolename="general"/>
                """, "\n</tomcat-users>\n"));
    }

    private static String entry(String name, int iterations) {
        String digest = digest(name + "-password", iterations);
        return "<user username=\"" + name + "\" password=\"" + digest + "\" roles=\"general\"/>";
    }

    private static String digest(String password, int iterations) {
        try {
            byte[] salt = new byte[16];
            new SecureRandom().nextBytes(salt);
            byte[] digest = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS))
                    .getEncoded();
            return HexFormat.of().formatHex(salt) + "$" + iterations + "$"
                    + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
