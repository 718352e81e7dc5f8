package covenant.platform.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells addresses of the public internet from those of networks that a foreign URL must not reach: the special-purpose
 * registries of IANA (RFC 6890), and IPv6 addresses that stand for such an IPv4 address.
 */
final class PublicAddress {
    private PublicAddress() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address v4 -> isPublic4(v4.getAddress());
            case Inet6Address v6 -> isPublic6(v6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] a) {
        int first = a[0] & 0xFF;
        int second = a[1] & 0xFF;
        int third = a[2] & 0xFF;
        boolean special = first == 0
                || first >= 240
                || (first == 100 && (second & 0xC0) == 64) // shared address space, RFC 6598
                || (first == 192 && second == 0 && (third == 0 || third == 2)) // protocol assignments, documentation
                || (first == 198 && (second & 0xFE) == 18) // benchmarking, RFC 2544
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113);
        return !special;
    }

    private static boolean isPublic6(byte[] a) {
        int head = (a[0] & 0xFF) << 8 | (a[1] & 0xFF);
        if (head == 0x2002) { // 6to4 carries an IPv4 address, RFC 3056
            return isPublicEmbedded(a, 2);
        }
        if (head == 0x0064 && (a[2] & 0xFF) == 0xFF && (a[3] & 0xFF) == 0x9B) { // NAT64, RFC 6052
            return isPublicEmbedded(a, 12);
        }
        // Global unicast is 2000::/3; of it 2001:0000::/23 (Teredo and others) and 2001:db8::/32 are special.
        boolean special = head == 0x2001 && ((a[2] & 0xFE) == 0 || ((a[2] & 0xFF) == 0x0D && (a[3] & 0xFF) == 0xB8));
        return (a[0] & 0xE0) == 0x20 && !special;
    }

    private static boolean isPublicEmbedded(byte[] a, int offset) {
        try {
            return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(a, offset, offset + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
