package org.boundsession.session;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The address of a client, as the container or its proxy valve (Tomcat's {@code RemoteIpValve}) determined it, without
 * the port, brackets or zone that some gateways add. Immutable.
 *
 * @param text the bare address, for logs
 * @param networks the networks by which limits count, from coarse to fine: the IPv4 address, or the /32, /48 and /64
 *     prefix of an IPv6 address; the same single entry for every text that is not an address
 */
public record ClientAddress(String text, List<String> networks) {

    public ClientAddress {
        networks = List.copyOf(networks);
    }

    private static final String OCTET = "0{0,2}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String PORT = "(?::\\d{1,5})?";
    private static final String IPV6_LITERAL = "([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)";

    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3})" + PORT);
    private static final Pattern IPV6 = Pattern.compile(IPV6_LITERAL + "(?:%.*)?");
    private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[" + IPV6_LITERAL + "(?:%.*)?]" + PORT);

    private static final List<String> NO_ADDRESS = List.of("no address");
    private static final int MAX_LENGTH = 64;
    private static final int DIGITS_OF_GROUP = 4;

    public static ClientAddress of(HttpServletRequest request) {
        return of(request.getRemoteAddr());
    }

    public static ClientAddress of(String remoteAddress) {
        String stripped = remoteAddress.strip();
        String text = stripped.length() <= MAX_LENGTH ? stripped : stripped.substring(0, MAX_LENGTH);
        for (Pattern form : List.of(IPV4, IPV6, IPV6_IN_BRACKETS)) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return ofLiteral(matcher.group(1));
            }
        }
        return new ClientAddress(text, NO_ADDRESS);
    }

    /**
     * Returns the address that a text names, which may also be one of {@link #networks} as {@link #describe} writes it:
     * the limits of its parts are not those of the address then. Empty for any other text.
     */
    public static Optional<ClientAddress> ofNetwork(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            ClientAddress address = of(text);
            return address.isIp() || NO_ADDRESS.contains(text) ? Optional.of(address) : Optional.empty();
        }
        List<String> networks = of(text.substring(0, slash)).networks;
        return IntStream.range(0, networks.size())
                .filter(level -> networks.get(level).endsWith(text.substring(slash)))
                .mapToObj(level -> new ClientAddress(text, networks.subList(0, level + 1)))
                .findFirst();
    }

    /** Returns one of {@link #networks} for people: an IPv4 address, or a prefix such as {@code 2001:db8:1:2::/64}. */
    public static String describe(String network) {
        int slash = network.indexOf('/');
        if (slash < 0) {
            return network;
        }
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < slash; i += DIGITS_OF_GROUP) {
            groups.append(Integer.toHexString(HexFormat.fromHexDigits(network, i, i + DIGITS_OF_GROUP)))
                    .append(':');
        }
        return groups + ":" + network.substring(slash);
    }

    /** Returns whether this is an IP address, not another text. */
    public boolean isIp() {
        return !networks.equals(NO_ADDRESS);
    }

    private static ClientAddress ofLiteral(String literal) {
        try {
            // A literal address: InetAddress parses it without a DNS look-up.
            InetAddress address = InetAddress.getByName(literal);
            return address instanceof Inet6Address
                    ? new ClientAddress(literal, networks(address.getAddress()))
                    // Also for an IPv4-mapped IPv6 address.
                    : new ClientAddress(address.getHostAddress(), List.of(address.getHostAddress()));
        } catch (UnknownHostException noAddress) {
            return new ClientAddress(literal, NO_ADDRESS);
        }
    }

    private static List<String> networks(byte[] address) {
        return List.of(prefix(address, 32), prefix(address, 48), prefix(address, 64));
    }

    private static String prefix(byte[] address, int bits) {
        return HexFormat.of().formatHex(address, 0, bits / Byte.SIZE) + "/" + bits;
    }

    /**
     * Returns the keys for fair queuing: the /48 prefix, which a provider usually assigns to one customer, then the
     * /64 network; for IPv4, the address twice.
     */
    public List<String> origin() {
        int last = networks.size() - 1;
        return List.of(networks.get(Math.max(0, last - 1)), networks.get(last));
    }
}
