package dev.volta.core.supervisor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Variables as lines {@code NAME="value"}, in which a backslash stands before {@code " \ ` $} and line ends stand for
 * themselves. POSIX shells (Shell Command Language, 2.2.3) and {@code EnvironmentFile=} (systemd.exec(5)) read the same from
 * them.
 */
public final class EnvironmentText {
    private static final Pattern SPECIAL = Pattern.compile("[\"\\\\`$]");
    private static final Pattern LINE =
            Pattern.compile("(?<name>[A-Za-z_][A-Za-z0-9_]*)=\"(?<value>(?:[^\"\\\\]|\\\\.)*+)\"\n", Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private EnvironmentText() {}

    static String of(Map<String, String> variables) {
        var text = new StringBuilder();
        variables.forEach((name, value) -> text.append(name)
                .append("=\"")
                .append(SPECIAL.matcher(value).replaceAll("\\\\$0"))
                .append("\"\n"));
        return text.toString();
    }

    /** What {@link #of} made such a text of; lines of another kind are left out. */
    public static SequencedMap<String, String> read(String text) {
        var variables = new LinkedHashMap<String, String>();
        var line = LINE.matcher(text);
        while (line.find()) {
            variables.put(
                    line.group("name"), ESCAPED.matcher(line.group("value")).replaceAll("$1"));
        }
        return variables;
    }
}
