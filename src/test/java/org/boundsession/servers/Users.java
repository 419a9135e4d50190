package org.boundsession.servers;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Writes a tomcat-users.xml with digests as slow as the shipped server.xml makes them. */
public final class Users {

    private static final int ITERATIONS = 210_000;
    private static final int KEY_BITS = 256;

    private Users() {}

    /** Each password is the name followed by "-password", each role is general. */
    public static String shipped(List<String> names) {
        return names.stream().map(Users::entry).collect(Collectors.joining("\n", """
                <?xml version="1.0" encoding="UTF-8"?>
                <tomcat-users xmlns="http://tomcat.apache.org/xml" version="1.0">
                <role rolename="general"/>
                """, "\n</tomcat-users>\n"));
    }

    private static String entry(String name) {
        return "<user username=\"" + name + "\" password=\"" + digest(name + "-password") + "\" roles=\"general\"/>";
    }

    private static String digest(String password) {
        try {
            byte[] salt = new byte[16];
            new SecureRandom().nextBytes(salt);
            byte[] digest = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS))
                    .getEncoded();
            return HexFormat.of().formatHex(salt) + "$" + ITERATIONS + "$"
                    + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
