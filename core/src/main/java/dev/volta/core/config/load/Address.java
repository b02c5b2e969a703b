package dev.volta.core.config.load;

import java.net.InetAddress;
import java.util.Locale;

/** One way to write an address that may be written in several, so that the same one is known again. Asks no name server. */
final class Address {
    private Address() {}

    static String plain(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains(":")) {
            return literal(lower);
        }
        var host = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return host.equals("localhost") ? NodeKeys.LOOPBACK : host;
    }

    private static String literal(String six) {
        try {
            return InetAddress.ofLiteral(six).getHostAddress();
        } catch (IllegalArgumentException e) {
            return six; // told by the reading, or where it is connected to
        }
    }

    /** The same with a port, to be shown. */
    static String plain(String address, String port) {
        return plain(address) + " port " + port.replaceFirst("^0+(?=.)", "");
    }
}
