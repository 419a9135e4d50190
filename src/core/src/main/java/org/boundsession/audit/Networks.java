package org.boundsession.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The networks that a client's address belongs to. One client may have many addresses of one network, so each network
 * has its own share: an IPv6 provider assigns a /64 to every customer and a /48 on request.
 *
 * @param address an IPv4 address, or the /64 of an IPv6 address
 * @param network its IPv4 /24 or IPv6 /48
 * @param region its IPv4 /16 or IPv6 /32
 */
record Networks(long address, long network, long region) {

    /** IPv6 addresses are their upper half; IPv4 addresses and other texts use prefixes that no IPv6 client has. */
    private static final long IPV4 = 1L << 48;

    private static final long OTHER = 2L << 48;

    private static final Pattern IPV4_ADDRESS =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(:\\d*)?");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]+");
    private static final int MAX_LENGTH = 64;

    /**
     * Returns the networks of an address with or without a port. All texts that are not an address share one network.
     */
    static Networks of(String client) {
        String text = client.length() <= MAX_LENGTH ? client : client.substring(0, MAX_LENGTH);
        Matcher ipv4 = IPV4_ADDRESS.matcher(text);
        if (ipv4.matches()) {
            return ofIpv4(ipv4, text);
        }
        String literal = withoutBracketsAndZone(text);
        return literal.indexOf(':') >= 0 && IPV6_CHARACTERS.matcher(literal).matches()
                ? ofIpv6(literal, text)
                : ofOther(text);
    }

    /** A closing bracket may be followed by a port. */
    private static String withoutBracketsAndZone(String text) {
        String address = text.startsWith("[") ? before(']', text.substring(1)) : text;
        return before('%', address);
    }

    private static String before(char end, String text) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    private static Networks ofIpv4(Matcher parts, String text) {
        long bits = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(parts.group(i));
            if (part > 255) {
                return ofOther(text);
            }
            bits = bits << 8 | part;
        }
        return ofIpv4(bits);
    }

    private static Networks ofIpv4(long bits) {
        return new Networks(IPV4 | bits, IPV4 | bits & ~0xFFL, IPV4 | bits & ~0xFFFFL);
    }

    private static Networks ofIpv6(String literal, String text) {
        try {
            // No DNS look-up: host names contain no colon, and Java rejects such a text unless it is a literal.
            ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(literal).getAddress());
            return bytes.capacity() == 4 ? ofIpv4(Integer.toUnsignedLong(bytes.getInt())) : ofIpv6(bytes.getLong());
        } catch (UnknownHostException noLiteral) {
            return ofOther(text);
        }
    }

    private static Networks ofIpv6(long upperHalf) {
        return new Networks(upperHalf, upperHalf & ~0xFFFFL, upperHalf & ~0xFFFF_FFFFL);
    }

    private static Networks ofOther(String text) {
        return new Networks(OTHER | Integer.toUnsignedLong(text.hashCode()), OTHER, OTHER);
    }
}
