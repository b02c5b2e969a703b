package dev.volta.core.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The answer of a node, cut at its marker lines: {@code @@ name} opens a section, {@code @! name reason} says why one is
 * missing.
 */
final class Sections {
    private final Map<String, Fact<String>> texts = new HashMap<>();

    Sections(String answer) {
        var name = "";
        var text = new StringBuilder();
        for (var line : answer.split("\n", -1)) {
            if (line.startsWith("@@ ")) {
                texts.put(name, Fact.known(text.toString()));
                name = line.substring(3);
                text.setLength(0);
            } else if (line.startsWith("@! ")) {
                var missing = line.substring(3).split(" ", 2);
                texts.put(missing[0], Fact.unavailable(missing.length == 2 ? missing[1] : "no reason given"));
            } else {
                text.append(line).append('\n');
            }
        }
        texts.put(name, Fact.known(text.toString()));
    }

    /** The text of a section, without the blank lines around it. */
    Fact<String> text(String section) {
        var text = texts.getOrDefault(section, Fact.<String>unavailable("the node did not answer for " + section));
        return present(text.map(String::strip), "the node answered nothing for " + section);
    }

    Fact<List<String>> lines(String section) {
        return text(section).map(text -> text.lines().toList());
    }

    /** The fields {@code key<separator>value} of a section; of a repeated key the first. */
    Fact<Map<String, String>> fields(String section, String separator) {
        return lines(section)
                .map(lines -> lines.stream()
                        .filter(line -> line.contains(separator))
                        .collect(Collectors.toMap(
                                line -> line.substring(0, line.indexOf(separator))
                                        .strip(),
                                line -> unquoted(line.substring(line.indexOf(separator) + separator.length())
                                        .strip()),
                                (first, second) -> first)));
    }

    /** The first of {@code keys} that has a value. */
    static Fact<String> field(Fact<Map<String, String>> fields, String missing, String... keys) {
        return then(fields, values -> {
            for (var key : keys) {
                var value = values.getOrDefault(key, "");
                if (!value.isEmpty()) {
                    return Fact.known(value);
                }
            }
            return Fact.unavailable(missing);
        });
    }

    static <T, R> Fact<R> then(Fact<T> fact, Function<? super T, Fact<R>> step) {
        return switch (fact) {
            case Fact.Known<T>(var value) -> step.apply(value);
            case Fact.Unavailable<T>(var reason) -> Fact.unavailable(reason);
        };
    }

    private static Fact<String> present(Fact<String> text, String missing) {
        return then(text, value -> value.isEmpty() ? Fact.unavailable(missing) : Fact.known(value));
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
