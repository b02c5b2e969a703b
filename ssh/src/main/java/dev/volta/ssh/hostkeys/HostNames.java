package dev.volta.ssh.hostkeys;

import dev.volta.ssh.names.HostPatterns;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The first field of a known_hosts line: comma-separated patterns with {@code *}, {@code ?} and {@code !}, or one hashed
 * name. A host on another port than 22 is named
 * {@code [host]:port}.
 */
final class HostNames {
    static final int DEFAULT_PORT = 22;

    private final HostPatterns patterns;
    private final Optional<HashedName> hashed;

    HostNames(String field) {
        this.patterns = new HostPatterns(List.of(field.toLowerCase(Locale.ROOT).split(",")));
        this.hashed = field.startsWith("|") ? Optional.of(HashedName.parse(field)) : Optional.empty();
    }

    static String nameOf(String host, int port) {
        var lower = host.toLowerCase(Locale.ROOT);
        return port == DEFAULT_PORT ? lower : "[" + lower + "]:" + port;
    }

    boolean match(String name) {
        return hashed.map(one -> one.matches(name)).orElseGet(() -> patterns.match(name));
    }

    /** The same without {@code name}, which a pattern among them is told not to match; empty if no name is left. */
    Optional<HostNames> without(String name) {
        var left = patterns.patterns().stream()
                .filter(pattern -> !pattern.equals(name))
                .toList();
        if (hashed.isPresent() || left.stream().allMatch(pattern -> pattern.startsWith("!"))) {
            return Optional.empty();
        }
        var others = new HostNames(String.join(",", left));
        return Optional.of(others.match(name) ? new HostNames(others + ",!" + name) : others);
    }

    /** As the first field of a line; not for hashed names, whose letters matter. */
    @Override
    public String toString() {
        return String.join(",", patterns.patterns());
    }

    /** The names, each once, if they are names alone; nothing if patterns are among them, or they are hashed. */
    List<String> plain() {
        var names = patterns.patterns();
        return hashed.isPresent()
                        || names.stream().anyMatch(name -> name.chars().anyMatch(c -> "*?!".indexOf(c) >= 0))
                ? List.of()
                : names.stream().distinct().toList();
    }

    /** {@code |1|salt|hash}, where hash is HMAC-SHA1 of the name under the salt. */
    private record HashedName(byte[] salt, byte[] hash) {
        private static final String MAGIC = "|1|";
        private static final int PARTS = 4;

        static HashedName parse(String field) {
            var parts = field.split("\\|", -1);
            if (!field.startsWith(MAGIC) || parts.length != PARTS || parts[2].isEmpty() || parts[3].isEmpty()) {
                throw new IllegalArgumentException("a hashed host name is |1|salt|hash, not '" + field + "'");
            }
            try {
                var decoder = Base64.getDecoder();
                return new HashedName(decoder.decode(parts[2]), decoder.decode(parts[3]));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("no Base64 in the hashed host name '" + field + "'", e);
            }
        }

        boolean matches(String name) {
            try {
                var mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(salt, "HmacSHA1"));
                return MessageDigest.isEqual(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)), hash);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA1", e);
            }
        }
    }
}
