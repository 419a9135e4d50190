package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.boundsession.audit.AuditEvent;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.AuditLog;
import org.boundsession.binding.OnceAMinute;
import org.boundsession.store.FailingFastSessionStore;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;

/** Writes what happens to the store into the audit log. */
final class AuditedStore implements FailingFastSessionStore.Listener {

    private static final Logger LOG = System.getLogger(AuditedStore.class.getName());

    private final AuditLog log;
    private final OnceAMinute refusal = new OnceAMinute();

    AuditedStore(AuditLog log) {
        this.log = log;
    }

    @Override
    public void storeIsDown(StoreUnavailableException reason) {
        LOG.log(Level.ERROR, "The session store is down: requests are answered 503 until it is back", reason);
        log.write(new AuditEvent(Kind.STORE_DOWN, null, null, null, reason.getMessage()));
    }

    @Override
    public void storeIsUp() {
        LOG.log(Level.INFO, "The session store is back");
        log.write(new AuditEvent(Kind.STORE_UP, null, null, null, null));
    }

    /** Without the cause: what a database says of a row may quote it. */
    @Override
    public void storeRefused(StoreUnavailableException reason) {
        if (refusal.isDue()) {
            LOG.log(Level.WARNING, "Requests are answered 503 because {0}", reason.getMessage());
        }
    }

    /** Without a user: what the row says of one is not to be believed. */
    void tampered(SessionKey key) {
        log.write(AuditEvent.ofStored(
                Kind.SESSION_TAMPERED, null, key.hex(), "the stored session was changed or belongs elsewhere"));
    }
}
