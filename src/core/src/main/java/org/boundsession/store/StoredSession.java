package org.boundsession.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.boundsession.binding.Lifetimes;

/**
 * What a store keeps of one session. Immutable; all times are epoch milliseconds.
 *
 * @param grant what the login granted
 * @param lastAccessedTime the last proof of the secret, as far as the store knows: a touch is written seldom
 * @param maxInactiveInterval milliseconds without access after which it may be over
 * @param mismatches wrong secrets so far; counted by {@link SessionStore#countMismatch} only
 * @param attributes set by the application's servlets, by name, each a String, Integer, Long, Double or Boolean
 * @param version the store's, raised by each update, never by a touch; 0 for one that is not stored yet
 * @param seal over key and grant, see {@link Seal}; empty for one that is not stored yet
 */
public record StoredSession(
        SessionKey key,
        Grant grant,
        long lastAccessedTime,
        long maxInactiveInterval,
        long mismatches,
        Map<String, Object> attributes,
        long version,
        String seal) {

    private static final Set<Class<?>> DATA =
            Set.of(String.class, Integer.class, Long.class, Double.class, Boolean.class);

    /** For what never idles out. */
    static final long MAX_INTERVAL = TimeUnit.SECONDS.toMillis(Integer.MAX_VALUE);

    public StoredSession {
        requireNotNegative("lastAccessedTime", lastAccessedTime);
        requireNotNegative("maxInactiveInterval", maxInactiveInterval);
        if (maxInactiveInterval > MAX_INTERVAL) {
            throw new IllegalArgumentException("maxInactiveInterval: must be a number of seconds of 32 bits");
        }
        requireNotNegative("mismatches", mismatches);
        requireNotNegative("version", version);
        attributes = Map.copyOf(attributes);
        attributes.forEach(StoredSession::requireData);
    }

    private static void requireNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": must not be negative");
        }
    }

    /** @throws IllegalArgumentException for what a store does not keep */
    static void requireData(String name, Object value) {
        if (!DATA.contains(value.getClass())) {
            throw new IllegalArgumentException(name + ": must be a String, Integer, Long, Double or Boolean");
        }
    }

    public String principal() {
        return grant.principal();
    }

    public long creationTime() {
        return grant.creationTime();
    }

    public long endTime() {
        return grant.endTime();
    }

    /** From this moment on it is over: idle or absolute, whichever comes first. */
    public long expiryTime() {
        // Without overflow: no value is negative.
        return endTime() - lastAccessedTime <= timeToLive() ? endTime() : lastAccessedTime + timeToLive();
    }

    /** Milliseconds that it lives after the recorded access, because the last access may be later. */
    public long timeToLive() {
        return maxInactiveInterval + Lifetimes.lag(maxInactiveInterval);
    }

    public boolean isOverAt(long millis) {
        return millis >= expiryTime();
    }

    StoredSession withKey(SessionKey newKey) {
        return new StoredSession(
                newKey, grant, lastAccessedTime, maxInactiveInterval, mismatches, attributes, version, seal);
    }

    StoredSession withGrant(Grant newGrant) {
        return new StoredSession(
                key, newGrant, lastAccessedTime, maxInactiveInterval, mismatches, attributes, version, seal);
    }

    StoredSession accessedAt(long time) {
        return new StoredSession(key, grant, time, maxInactiveInterval, mismatches, attributes, version, seal);
    }

    StoredSession idlingFor(long newMaxInactiveInterval) {
        return new StoredSession(
                key, grant, lastAccessedTime, newMaxInactiveInterval, mismatches, attributes, version, seal);
    }

    StoredSession withMismatches(long newMismatches) {
        return new StoredSession(
                key, grant, lastAccessedTime, maxInactiveInterval, newMismatches, attributes, version, seal);
    }

    StoredSession withAttributes(Map<String, Object> newAttributes) {
        return new StoredSession(
                key, grant, lastAccessedTime, maxInactiveInterval, mismatches, newAttributes, version, seal);
    }

    public StoredSession withVersion(long newVersion) {
        return new StoredSession(
                key, grant, lastAccessedTime, maxInactiveInterval, mismatches, attributes, newVersion, seal);
    }

    StoredSession withSeal(String newSeal) {
        return new StoredSession(
                key, grant, lastAccessedTime, maxInactiveInterval, mismatches, attributes, version, newSeal);
    }

    @Override
    public String toString() {
        return "StoredSession";
    }
}
