package dev.volta.ssh.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a configuration decides which host is reached, how, and who is trusted, and is not followed. A host of which such a
 * line speaks is not connected to, since ssh would do something else.
 */
final class Unfollowed {
    private static final String NEXT =
            ", which only the system's ssh follows: use 'transport: openssh' or --transport openssh";

    /** Keywords with the values under which they change nothing. */
    private static final Map<String, Set<String>> HARMLESS = Map.ofEntries(
            Map.entry("addressfamily", Set.of("any", "inet")),
            Map.entry("bindaddress", Set.of()),
            Map.entry("bindinterface", Set.of()),
            Map.entry("canonicalizehostname", Set.of("no", "false", "none")),
            Map.entry("checkhostip", Set.of("no", "false")),
            Map.entry("knownhostscommand", Set.of("none")),
            Map.entry("pkcs11provider", Set.of("none")),
            Map.entry("proxycommand", Set.of("none")),
            Map.entry("pubkeyauthentication", Set.of("yes", "true", "unbound", "host-bound")),
            Map.entry("refuseconnection", Set.of()),
            Map.entry("securitykeyprovider", Set.of("internal", "none")));

    /** What is followed, so that it must not stand in a block of which nobody knows whether it counts. */
    private static final Set<String> FOLLOWED = Set.of(
            "certificatefile",
            "globalknownhostsfile",
            "hostkeyalias",
            "hostname",
            "identitiesonly",
            "identityagent",
            "identityfile",
            "port",
            "proxyjump",
            "revokedhostkeys",
            "user",
            "userknownhostsfile");

    private Unfollowed() {}

    /** One sentence if {@code line}, the first of its keyword that counts for a host, is such a line. */
    static Optional<String> objection(ConfigLine line) {
        var harmless = HARMLESS.get(line.option());
        if (harmless == null || harmless.contains(line.arguments().getFirst().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(
                line.where() + ": '" + line.keyword() + " " + String.join(" ", line.arguments()) + "'" + NEXT);
    }

    /** Whether it matters if {@code line} of a Match block counts. */
    static boolean decides(ConfigLine line) {
        return FOLLOWED.contains(line.option()) || HARMLESS.containsKey(line.option());
    }

    static String match(ConfigLine match, ConfigLine line) {
        return match.where() + ": 'Match " + String.join(" ", match.arguments()) + "' may decide '" + line.keyword()
                + "'" + NEXT;
    }

    /** The keywords that {@link #objection} knows. */
    static List<String> keywords() {
        return HARMLESS.keySet().stream().sorted().toList();
    }
}
