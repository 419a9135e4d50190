package org.boundsession.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.boundsession.binding.Sha256;
import org.boundsession.binding.UserNames;

/**
 * The name under which a store's index finds the sessions of one user of one application: SHA-256 of the application's name
 * and the user's name in its canonical spelling, in 64 lower-case hexadecimal digits.
 *
 * <p>A digest, because every database can index it, independently of its character set and its limit for an index's length.
 */
public record UserKey(String hex) {

    public static UserKey of(String application, String user) {
        byte[] domain = application.getBytes(StandardCharsets.UTF_8);
        byte[] name = UserNames.canonical(user).getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + domain.length + name.length)
                .putInt(domain.length)
                .put(domain)
                .put(name);
        return new UserKey(Sha256.hex(message.array()));
    }

    @Override
    public String toString() {
        return "UserKey";
    }
}
