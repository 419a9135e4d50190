package org.boundsession.binding;

import java.util.List;
import org.boundsession.binding.BindingSchemes.Offer;
import org.boundsession.binding.secret.Secret;
import org.boundsession.binding.secret.SecretScheme;
import org.boundsession.keys.SessionSecrets;

/** The kind of binding that tests bind sessions with. */
public final class SecretSchemes {

    private SecretSchemes() {}

    public static SecretScheme of(byte[] key) {
        return new SecretScheme(new SessionSecrets(List.of(key), "/"), "secretid", 8, 10);
    }

    public static Offer offer(byte[] key, Secret secret) {
        return new Offer(of(key), secret, false);
    }
}
