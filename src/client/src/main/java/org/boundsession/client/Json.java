package org.boundsession.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few members of the server's bodies that the client reads, without a parser of JSON. */
final class Json {

    private Json() {}

    /**
     * Returns the value of a member, or an empty string if there is none of this form. Text within a string is no
     * member, because its quotes are escaped.
     *
     * @param form a regular expression of what a string or a number may be
     */
    static String member(String json, String name, String form) {
        Matcher member = Pattern.compile("[{,]\\s*\"" + name + "\"\\s*:\\s*\"?(" + form + ")\"?\\s*[,}]")
                .matcher(json);
        return member.find() ? member.group(1) : "";
    }

    /** Returns the code of a body, or an empty string if something else answered. */
    static String code(String json) {
        return member(json, "code", "[a-z_]{1,64}");
    }
}
