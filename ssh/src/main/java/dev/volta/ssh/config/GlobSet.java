package dev.volta.ssh.config;

import java.util.Map;
import java.util.Optional;

/**
 * One character out of a set, as a part of a pattern has it in brackets: single characters, ranges and classes such as
 * {@code [:digit:]}, all of them negated by a {@code !} at the beginning. As in OpenSSH's own glob a {@code ^} stands for
 * itself, and a class that does not exist keeps the pattern from matching anything.
 *
 * @param end where the set ends in its pattern, behind the bracket
 * @param regex what matches the same
 */
record GlobSet(int end, String regex) {
    private static final String NOTHING = "(?!)";
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\p{Space}"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("xdigit", "\\p{XDigit}"));

    /** The set whose bracket is at {@code start}; empty if none closes it, so that the bracket stands for itself. */
    static Optional<GlobSet> at(String pattern, int start) {
        var negated = pattern.startsWith("!", start + 1);
        var first = start + (negated ? 2 : 1);
        var members = new StringBuilder();
        var known = true;
        for (var at = first; at < pattern.length(); ) {
            var named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
            if (pattern.charAt(at) == ']' && at > first) {
                return Optional.of(new GlobSet(at + 1, known ? regex(negated, members) : NOTHING));
            } else if (named > 0) {
                var meaning = CLASSES.get(pattern.substring(at + 2, named));
                known &= meaning != null;
                members.append(meaning == null ? "" : meaning);
                at = named + 2;
            } else {
                at = characters(pattern, at, members);
            }
        }
        return Optional.empty();
    }

    /** Adds the character or the range at {@code start}; returns where it ends. */
    private static int characters(String pattern, int start, StringBuilder members) {
        var low = unescaped(pattern, start);
        var end = low + 1;
        var high = low;
        if (pattern.startsWith("-", end) && end + 1 < pattern.length() && pattern.charAt(end + 1) != ']') {
            high = unescaped(pattern, end + 1);
            end = high + 1;
        }
        if (pattern.charAt(low) <= pattern.charAt(high)) {
            members.append("\\x{%x}-\\x{%x}".formatted((int) pattern.charAt(low), (int) pattern.charAt(high)));
        }
        return end;
    }

    /** Where the character is that stands at {@code at}, before which there may be a backslash. */
    private static int unescaped(String pattern, int at) {
        return pattern.charAt(at) == '\\' && at + 1 < pattern.length() ? at + 1 : at;
    }

    private static String regex(boolean negated, CharSequence members) {
        if (members.isEmpty()) {
            return negated ? "." : NOTHING;
        }
        return (negated ? "[^" : "[") + members + "]";
    }
}
