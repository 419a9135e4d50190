package org.boundsession.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.boundsession.keys.Sha256;
import org.boundsession.session.UserNames;

/**
 * The key of a user in a store's index of sessions by user: SHA-256 of the application's name and the user's name in
 * its canonical spelling, length-prefixed, in 64 lower-case hexadecimal digits.
 *
 * <p>It is a digest so that every database can index it, independent of its character set and its maximum length of an
 * index key.
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
