package dev.volta.ssh.names;

import java.util.List;
import java.util.regex.Pattern;

/** Patterns with {@code *} and {@code ?}: at least one must match, and none that is negated by {@code !}. */
public record HostPatterns(List<String> patterns) {
    public boolean match(String host) {
        var any = false;
        for (var pattern : patterns) {
            if (pattern.startsWith("!")) {
                if (glob(pattern.substring(1)).matcher(host).matches()) {
                    return false;
                }
            } else {
                any |= glob(pattern).matcher(host).matches();
            }
        }
        return any;
    }

    private static Pattern glob(String pattern) {
        var regex = new StringBuilder();
        pattern.chars().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(regex.toString());
    }
}
