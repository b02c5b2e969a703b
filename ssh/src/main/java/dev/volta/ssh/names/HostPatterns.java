package dev.volta.ssh.names;

import java.util.List;

/**
 * Patterns of host names with {@code *} and {@code ?} (ssh_config(5), section PATTERNS): at least one must match, and
 * none that is negated by {@code !}. Each node is held against every line of the files of known hosts, so nothing is
 * compiled here and most lines are turned down at their first letter.
 */
public record HostPatterns(List<String> patterns) {
    public HostPatterns {
        patterns = List.copyOf(patterns);
    }

    public boolean match(String host) {
        var any = false;
        for (var pattern : patterns) {
            if (pattern.startsWith("!")) {
                if (matches(pattern, 1, host)) {
                    return false;
                }
            } else {
                any = any || matches(pattern, 0, host);
            }
        }
        return any;
    }

    /** Whether {@code pattern} from {@code begin} on matches; what does not fit behind a star moves the star's end on. */
    private static boolean matches(String pattern, int begin, String host) {
        var at = begin;
        var star = -1;
        var behindStar = 0;
        for (var i = 0; i < host.length(); ) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                behindStar = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == host.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++behindStar;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
