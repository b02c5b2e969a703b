package dev.volta.core.config.load;

import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=VALUE} lines. A line that begins with {@code #} is a comment; a value may stand in single or
 * double quotes, which are taken off; nothing else is special, so a {@code #} inside a value belongs to it. A value that
 * begins with a quote must end with its next one: a shell reads more from {@code 'it'\''s'} than is meant here.
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
                problems.add(Problem.expected(
                        origin, "", "the line does not begin with a variable's name and =", "NAME=VALUE"));
                continue;
            }
            var value = unquoted(line.substring(equals + 1).strip());
            if (value.isEmpty()) {
                // Not what is there: it may be a secret.
                problems.add(Problem.suggested(
                        origin,
                        "",
                        "the value of '" + name + "' begins with a quote, and the next such quote is not at its end",
                        "write it without quotes, or in one pair of the other kind, such as \"it's\""));
                continue;
            }
            variables.add(new Tree.Entry(name, origin, new Tree.Scalar(origin, value.get())));
        }
        return variables;
    }

    /** Empty if its quotes are not one pair around all of it. */
    private static Optional<String> unquoted(String value) {
        if (value.isEmpty() || (value.charAt(0) != '"' && value.charAt(0) != '\'')) {
            return Optional.of(value);
        }
        return value.indexOf(value.charAt(0), 1) == value.length() - 1 && value.length() > 1
                ? Optional.of(value.substring(1, value.length() - 1))
                : Optional.empty();
    }
}
