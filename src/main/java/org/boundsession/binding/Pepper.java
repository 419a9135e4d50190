package org.boundsession.binding;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A key under which session id and secret are digested before bcrypt, and the public name by which a stored hash says
 * which one that was. Derived from one {@code session-secret}; the name tells nothing of the key.
 */
final class Pepper {

    private static final String ALGORITHM = "HmacSHA384";
    private static final int NAME_BYTES = 4;

    private final String name;
    private final Hmac key;

    private Pepper(String name, Hmac key) {
        this.name = name;
        this.key = key;
    }

    static Pepper derivedFrom(byte[] sessionSecret) {
        Hmac root = Hmac.of(ALGORITHM, sessionSecret);
        byte[] name = root.sign("bound-session pepper name".getBytes(StandardCharsets.US_ASCII));
        byte[] key = root.sign("bound-session pepper".getBytes(StandardCharsets.US_ASCII));
        return new Pepper(HexFormat.of().formatHex(name, 0, NAME_BYTES), Hmac.of(ALGORITHM, key));
    }

    String name() {
        return name;
    }

    byte[] digest(byte[] framed) {
        return key.sign(framed);
    }

    @Override
    public String toString() {
        return "Pepper " + name;
    }
}
