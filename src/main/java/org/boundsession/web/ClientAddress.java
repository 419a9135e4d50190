package org.boundsession.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The address of a client, as the container or its proxy valve established it.
 *
 * @param text as it was established
 * @param network what one client commands: an IPv4 address, or the /64 of an IPv6 address
 */
record ClientAddress(String text, String network) {

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+:[0-9A-Fa-f:.]*(%.*)?");
    private static final int LONGEST = 64;
    private static final int NETWORK_BYTES = 8;

    static ClientAddress of(String remoteAddress) {
        String text = remoteAddress.length() <= LONGEST ? remoteAddress : remoteAddress.substring(0, LONGEST);
        return new ClientAddress(text, IPV6.matcher(text).matches() ? network(text) : text);
    }

    private static String network(String literal) {
        try {
            int zone = literal.indexOf('%');
            // A literal is not looked up anywhere.
            InetAddress address = InetAddress.getByName(zone < 0 ? literal : literal.substring(0, zone));
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "::/64"
                    : address.getHostAddress();
        } catch (UnknownHostException noLiteral) {
            return literal;
        }
    }
}
