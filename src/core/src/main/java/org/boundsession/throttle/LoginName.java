package org.boundsession.throttle;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.boundsession.keys.Sha256;
import org.boundsession.session.UserNames;
import org.boundsession.store.FailureCounter;

/**
 * A user's name that a client has sent.
 *
 * @param key the digest of its canonical spelling, of fixed size however long the name is
 * @param canonical its canonical spelling: all spellings have one counter
 */
record LoginName(String key, String canonical) {

    static LoginName of(String user) {
        String canonical = UserNames.canonical(user);
        byte[] digest = Sha256.digest(canonical.getBytes(StandardCharsets.UTF_8));
        return new LoginName(Base64.getEncoder().encodeToString(digest), canonical);
    }

    /** Returns the start of the name, of bounded length, to be kept and shown. */
    String shown() {
        return FailureCounter.shown(canonical);
    }

    @Override
    public String toString() {
        return "LoginName";
    }
}
