package org.boundsession.store;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.SessionQuery.Position;

/**
 * The stored data of one session. Immutable; all times are epoch milliseconds.
 *
 * @param grant what the login granted
 * @param lastAccessedTime the recorded time of the last proof, which may be older than the actual one by up to {@link
 *     Lifetimes#lag}
 * @param maxInactiveInterval the idle timeout in milliseconds
 * @param mismatches the number of mismatches so far; only {@link SessionStore#countMismatch} changes it
 * @param attributes the attributes that servlets have set, by name, each a String, Integer, Long, Double or Boolean
 * @param version the version for optimistic locking, incremented by each update, not by a touch; 0 if not stored yet
 * @param seal the seal over key and grant, see {@link Seal}; empty if not stored yet
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

    /** By last access, the most recent first; a total order. */
    public static final Comparator<StoredSession> MOST_RECENT_FIRST = Comparator.comparingLong(
                    StoredSession::lastAccessedTime)
            .reversed()
            .thenComparing(session -> session.key().hex());

    private static final Set<Class<?>> DATA =
            Set.of(String.class, Integer.class, Long.class, Double.class, Boolean.class);

    /** The idle timeout of a session that never idles out. */
    static final long MAX_INTERVAL = TimeUnit.SECONDS.toMillis(Integer.MAX_VALUE);

    public StoredSession {
        requireNotNegative("lastAccessedTime", lastAccessedTime);
        requireNotNegative("maxInactiveInterval", maxInactiveInterval);
        if (maxInactiveInterval > MAX_INTERVAL) {
            throw new IllegalArgumentException("maxInactiveInterval: must be at most 2147483647 seconds");
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

    /** @throws IllegalArgumentException if the value is of a type that stores do not support */
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

    /**
     * Returns the time from which the session is expired: the idle timeout or the absolute end, whichever comes first.
     */
    public long expiryTime() {
        // Without overflow: no value is negative.
        return endTime() - lastAccessedTime <= timeToLive() ? endTime() : lastAccessedTime + timeToLive();
    }

    /**
     * Returns the milliseconds from the recorded access to the expiry: the idle timeout plus {@link Lifetimes#lag},
     * because the actual last access may be later than the recorded one.
     */
    public long timeToLive() {
        return maxInactiveInterval + Lifetimes.lag(maxInactiveInterval);
    }

    /** Returns the position in a list of sessions. */
    public Position position() {
        return new Position(endTime(), key.hex());
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

    /** Returns the session with the later one of its last access and the given one. */
    StoredSession accessedSince(long time) {
        return time <= lastAccessedTime ? this : accessedAt(time);
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
