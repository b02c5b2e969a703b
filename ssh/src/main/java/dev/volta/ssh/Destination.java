package dev.volta.ssh;

import java.util.Optional;
import java.util.OptionalInt;

/** Somewhere to log in, as people write it: {@code [ssh://][user@]host[:port]}, an IPv6 address in brackets. */
record Destination(Optional<String> user, String host, OptionalInt port) {
    private static final String SCHEME = "ssh://";

    static Destination parse(String text) {
        var plain = text.startsWith(SCHEME) ? text.substring(SCHEME.length()).replaceFirst("/$", "") : text;
        var at = plain.lastIndexOf('@');
        var user = at < 0 ? Optional.<String>empty() : Optional.of(plain.substring(0, at));
        var rest = plain.substring(at + 1);
        var bracket = rest.startsWith("[") ? rest.indexOf(']') : -1;
        var colon = bracket < 0 ? rest.indexOf(':') : rest.indexOf(':', bracket);
        if (bracket < 0 && colon != rest.lastIndexOf(':')) {
            colon = -1; // a bare IPv6 address
        }
        var host = colon < 0 ? rest : rest.substring(0, colon);
        if (bracket > 0) {
            host = rest.substring(1, bracket);
        }
        if (host.isBlank() || user.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("a destination is [user@]host[:port], not '" + text + "'");
        }
        return new Destination(user, host, colon < 0 ? OptionalInt.empty() : port(text, rest.substring(colon + 1)));
    }

    private static OptionalInt port(String text, String digits) {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(digits));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + digits + "' in '" + text + "' is not a port", e);
        }
    }
}
