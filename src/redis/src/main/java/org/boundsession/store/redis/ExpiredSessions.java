package org.boundsession.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;

/**
 * A search for expired sessions in all indexes. It moves live sessions back in their index and removes entries that are
 * due and have no session. So the expired ones remain at the front of an index, and their number is the offset of the
 * next batch. Not thread-safe.
 */
final class ExpiredSessions {

    private static final int MAX_BATCHES = 20;

    private final ExpiryIndexes indexes;
    private final SessionLookups sessions;
    private final long now;
    private final List<ExpiredSession> found = new ArrayList<>();

    ExpiredSessions(ExpiryIndexes indexes, SessionLookups sessions, long now) {
        this.indexes = indexes;
        this.sessions = sessions;
        this.now = now;
    }

    List<ExpiredSession> find() {
        for (String index : indexes.findDue(now)) {
            try {
                search(index);
            } catch (StoreUnavailableException e) {
                if (!e.isPartial()) {
                    throw e;
                }
                // The server of this index is down; the others have more.
            }
        }
        return List.copyOf(found);
    }

    private void search(String index) {
        int remaining = 0;
        for (int i = 0; i < MAX_BATCHES && found.size() < SessionStore.BATCH; i++) {
            int wanted = SessionStore.BATCH - found.size();
            List<String> due = indexes.due(index, now, remaining, wanted);
            remaining += visit(index, due);
            if (due.size() < wanted) {
                break;
            }
        }
    }

    /** Returns how many of the members remain where they are. */
    private int visit(String index, List<String> members) {
        List<SessionKey> keys = members.stream()
                .map(SessionKey::ofHex)
                .flatMap(Optional::stream)
                .toList();
        Map<SessionKey, Optional<StoredSession>> known = sessions.findAll(keys);
        indexes.remove(
                index,
                members.stream()
                        .filter(member -> SessionKey.ofHex(member)
                                .map(key ->
                                        known.containsKey(key) && known.get(key).isEmpty())
                                .orElse(true))
                        .toList());
        int expired = 0;
        for (Optional<StoredSession> session : known.values()) {
            expired += session.map(this::visit).orElse(0);
        }
        return expired + keys.size() - known.size();
    }

    private int visit(StoredSession session) {
        if (session.isOverAt(now)) {
            found.add(new ExpiredSession(session.key().hex(), Optional.of(session)));
            return 1;
        }
        indexes.move(session.key(), session.expiryTime());
        return 0;
    }
}
