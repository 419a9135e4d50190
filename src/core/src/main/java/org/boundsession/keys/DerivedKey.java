package org.boundsession.keys;

/**
 * A MAC key that was derived from one {@code session-secret} for one purpose and one application. Thread-safe.
 *
 * <p>The name identifies the secret without revealing anything about it. Signed data contains the name, so that a node
 * finds the right key after a rotation of the secret.
 */
public final class DerivedKey {

    private final String name;
    private final Hmac key;

    DerivedKey(String name, Hmac key) {
        this.name = name;
        this.key = key;
    }

    /** The public name of the secret, in 8 lower-case hexadecimal digits. */
    public String name() {
        return name;
    }

    public byte[] sign(byte[] message) {
        return key.sign(message);
    }

    @Override
    public String toString() {
        return "DerivedKey " + name;
    }
}
