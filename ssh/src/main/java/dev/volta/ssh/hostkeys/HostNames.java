package dev.volta.ssh.hostkeys;

import dev.volta.ssh.names.HostPatterns;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The first field of a known_hosts line: comma-separated patterns with {@code *}, {@code ?} and {@code !}, or one hashed
 * name {@code |1|salt|hash} where hash is HMAC-SHA1 of the name under the salt. A host on another port than 22 is named
 * {@code [host]:port}.
 */
final class HostNames {
    static final int DEFAULT_PORT = 22;

    private final String field;
    private final HostPatterns patterns;

    HostNames(String field) {
        this.field = field;
        this.patterns = new HostPatterns(List.of(field.toLowerCase(Locale.ROOT).split(",")));
        if (hashed() && field.split("\\|", -1).length != 4) {
            throw new IllegalArgumentException("a hashed host name is |1|salt|hash, not '" + field + "'");
        }
    }

    static String nameOf(String host, int port) {
        var lower = host.toLowerCase(Locale.ROOT);
        return port == DEFAULT_PORT ? lower : "[" + lower + "]:" + port;
    }

    boolean match(String name) {
        return hashed() ? matchesHash(name) : patterns.match(name);
    }

    /** Whether this names {@code name} and nothing else, so that the line can be dropped when its key is replaced. */
    boolean isExactly(String name) {
        return hashed() ? matchesHash(name) : patterns.patterns().equals(List.of(name));
    }

    /** The names, each once, if they are names alone; nothing if patterns are among them, or they are hashed. */
    List<String> plain() {
        return hashed() || field.chars().anyMatch(c -> c == '*' || c == '?' || c == '!')
                ? List.of()
                : patterns.patterns().stream().distinct().toList();
    }

    private boolean hashed() {
        return field.startsWith("|1|");
    }

    private boolean matchesHash(String name) {
        var parts = field.split("\\|", -1);
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            return MessageDigest.isEqual(
                    mac.doFinal(name.getBytes(StandardCharsets.UTF_8)),
                    Base64.getDecoder().decode(parts[3]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }
}
