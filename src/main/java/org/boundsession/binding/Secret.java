package org.boundsession.binding;

/**
 * The secret that a client holds, as the bytes it sent. Immutable, and never printed.
 */
public final class Secret {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy of the bytes, every one of which counts. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
