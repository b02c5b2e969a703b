package dev.volta.core.config.load;

import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=VALUE} lines. A line that begins with {@code #} is a comment; a value may stand in single or
 * double quotes, which are taken off; nothing else is special, so a {@code #} inside a value belongs to it.
 */
final class EnvFile {
    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private EnvFile() {}

    static List<Tree.Entry> variables(SourceText source, List<Problem> problems) {
        var variables = new ArrayList<Tree.Entry>();
        int number = 0;
        for (var line : source.text().lines().toList()) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            var origin = new Origin.InFile(source.file(), number, 1);
            int equals = line.indexOf('=');
            var name = equals < 0 ? line.strip() : line.substring(0, equals).strip();
            if (equals < 0 || !NAME.matcher(name).matches()) {
                // Not what is there: it may be the second line of a secret.
                problems.add(
                        Problem.expected(origin, "", "it does not begin with a variable's name and =", "NAME=VALUE"));
                continue;
            }
            var value = unquoted(line.substring(equals + 1).strip());
            variables.add(new Tree.Entry(name, origin, new Tree.Scalar(origin, value)));
        }
        return variables;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
