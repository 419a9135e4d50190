package org.boundsession.session;

/**
 * Where a session was opened: the login's client and the node that served it. An empty text stands for an unknown
 * value. Control characters are replaced, and long texts are cut. Immutable.
 *
 * @param client the text of the login's {@link ClientAddress}
 * @param userAgent the header {@code User-Agent} of the login, as the client sent it
 * @param node the name of the node
 */
public record Origin(String client, String userAgent, String node) {

    /** The maximum length of each text, in characters. */
    public static final int MAX_LENGTH = 255;

    public static final Origin UNKNOWN = new Origin("", "", "");

    public Origin {
        client = printable(client);
        userAgent = printable(userAgent);
        node = printable(node);
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.chars().limit(MAX_LENGTH).map(c -> c < ' ' || c > '~' ? '?' : c).forEach(c -> printable.append((char) c));
        return printable.toString();
    }

    @Override
    public String toString() {
        return "Origin";
    }
}
