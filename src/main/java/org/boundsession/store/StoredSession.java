package org.boundsession.store;

import java.util.Map;
import org.boundsession.binding.Lifetimes;

/**
 * What a store keeps of one session. Immutable; all times are epoch milliseconds.
 *
 * @param principal whose session it is; empty where nobody has logged in
 * @param lastAccessedTime the last proof of the secret, as far as the store knows: a touch is written seldom
 * @param maxInactiveInterval milliseconds without access after which it may be over
 * @param endTime the absolute end, which no access extends
 * @param attributes by name, each a String, Long, Double or Boolean
 * @param version the store's, raised by each update, never by a touch; 0 for one that is not stored yet
 */
public record StoredSession(
        SessionKey key,
        String principal,
        long creationTime,
        long lastAccessedTime,
        long maxInactiveInterval,
        long endTime,
        Map<String, Object> attributes,
        long version) {

    public StoredSession {
        attributes = Map.copyOf(attributes);
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            if (!isData(attribute.getValue())) {
                throw new IllegalArgumentException(
                        "attributes: " + attribute.getKey() + " must be a String, Long, Double or Boolean");
            }
        }
    }

    /** Whether a value is of a kind that a store keeps. */
    public static boolean isData(Object value) {
        return value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    /** From this moment on it is over: idle or absolute, whichever comes first. */
    public long expiryTime() {
        return Math.min(endTime, lastAccessedTime + timeToLive());
    }

    /** Milliseconds that it lives after the recorded access, because the last access may be later. */
    public long timeToLive() {
        return maxInactiveInterval + Lifetimes.lag(maxInactiveInterval);
    }

    public boolean isOverAt(long millis) {
        return millis >= expiryTime();
    }

    public StoredSession withAttributes(String newPrincipal, Map<String, Object> newAttributes) {
        return new StoredSession(
                key,
                newPrincipal,
                creationTime,
                lastAccessedTime,
                maxInactiveInterval,
                endTime,
                newAttributes,
                version);
    }

    public StoredSession idlingFor(long newMaxInactiveInterval) {
        return new StoredSession(
                key, principal, creationTime, lastAccessedTime, newMaxInactiveInterval, endTime, attributes, version);
    }

    public StoredSession endingAt(long newEndTime) {
        return new StoredSession(
                key, principal, creationTime, lastAccessedTime, maxInactiveInterval, newEndTime, attributes, version);
    }

    public StoredSession withVersion(long newVersion) {
        return new StoredSession(
                key, principal, creationTime, lastAccessedTime, maxInactiveInterval, endTime, attributes, newVersion);
    }

    public StoredSession accessedAt(long time) {
        return new StoredSession(key, principal, creationTime, time, maxInactiveInterval, endTime, attributes, version);
    }

    @Override
    public String toString() {
        return "StoredSession";
    }
}
