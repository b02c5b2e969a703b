package dev.volta.core.metrics;

import dev.volta.core.metrics.Series.Family;
import dev.volta.core.metrics.Series.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Prometheus text exposition format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format). Times behind values are read over:
 * a scrape has its own.
 */
final class Exposition {
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final List<String> PARTS = List.of("_bucket", "_count", "_sum");

    private final Map<String, String> helps = new HashMap<>();
    private final Map<String, Kind> types = new HashMap<>();
    private final List<Series> series = new ArrayList<>();
    private final Set<Map.Entry<String, Map<String, String>>> seen = new HashSet<>();
    private int line;

    private Exposition() {}

    /** @throws MalformedExpositionException with the number of the first line that is wrong */
    static List<Series> parse(String text) {
        var exposition = new Exposition();
        if (!text.isEmpty() && !text.endsWith("\n")) {
            exposition.line = (int) text.lines().count();
            throw exposition.wrong("it does not end with a line feed, so it was cut off");
        }
        text.lines().forEach(exposition::read);
        return exposition.series;
    }

    private void read(String text) {
        line++;
        var stripped = text.strip();
        if (stripped.startsWith("#")) {
            comment(stripped);
        } else if (!stripped.isEmpty()) {
            sample(stripped);
        }
    }

    private void comment(String text) {
        var words = BLANKS.split(text, 4);
        if (words.length < 3 || !words[0].equals("#")) {
            return;
        }
        switch (words[1]) {
            case "HELP" -> helps.put(words[2], words.length > 3 ? unescaped(words[3], false) : "");
            case "TYPE" -> {
                if (words.length < 4) {
                    throw wrong("a type is missing");
                }
                types.put(words[2], type(words[3]));
            }
            default -> {}
        }
    }

    private Kind type(String text) {
        try {
            return Kind.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong("'" + text + "' is no type");
        }
    }

    private void sample(String text) {
        var name = METRIC.matcher(text);
        if (!name.lookingAt()) {
            throw wrong("'" + text + "' does not begin with a metric's name");
        }
        var labels = new LinkedHashMap<String, String>();
        var at = name.end();
        if (at < text.length() && text.charAt(at) == '{') {
            at = labels(text, at + 1, labels);
        }
        var rest = BLANKS.split(text.substring(at).strip(), -1);
        if (rest.length > 2 || rest[0].isEmpty()) {
            throw wrong("'" + text + "' is no name, value and time");
        }
        if (rest.length == 2) {
            time(rest[1]);
        }
        var found = new Series(family(name.group()), name.group(), labels, value(rest[0]));
        if (!seen.add(found.key())) {
            throw wrong(name.group() + labels + " is given twice");
        }
        series.add(found);
    }

    /** Reads from behind the opening brace and returns the place behind the closing one. */
    private int labels(String text, int from, Map<String, String> labels) {
        var at = from;
        while (true) {
            at = skipBlanks(text, at);
            if (at < text.length() && text.charAt(at) == '}') {
                return at + 1;
            }
            var name = LABEL.matcher(text).region(at, text.length());
            if (!name.lookingAt()) {
                throw wrong("a label's name is missing in '" + text + "'");
            }
            at = skipBlanks(text, name.end());
            at = skipBlanks(text, expect(text, at, '='));
            var begin = expect(text, at, '"');
            var end = closingQuote(text, begin);
            if (labels.put(name.group(), unescaped(text.substring(begin, end), true)) != null) {
                throw wrong("the label " + name.group() + " is given twice");
            }
            at = skipBlanks(text, end + 1);
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else if (at >= text.length() || text.charAt(at) != '}') {
                throw wrong("'" + text + "' has no ',' or '}' behind a label");
            }
        }
    }

    private int expect(String text, int at, char wanted) {
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw wrong("'" + text + "' has no '" + wanted + "' at " + (at + 1));
        }
        return at + 1;
    }

    private int closingQuote(String text, int from) {
        var at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at < text.length()) {
            return at;
        }
        throw wrong("'" + text + "' has a label without a closing quote");
    }

    private static int skipBlanks(String text, int from) {
        var at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private String unescaped(String text, boolean quotes) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var plain = new StringBuilder();
        var at = 0;
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            var next = at < text.length() ? text.charAt(at++) : ' ';
            plain.append(
                    switch (next) {
                        case 'n' -> '\n';
                        case '\\' -> '\\';
                        case '"' -> {
                            if (!quotes) {
                                throw wrong("'\\\"' is no escape in a help text");
                            }
                            yield '"';
                        }
                        default -> throw wrong("'\\" + next + "' is no escape");
                    });
        }
        return plain.toString();
    }

    private Family family(String name) {
        var type = types.get(name);
        if (type != null) {
            return new Family(name, type, helps.getOrDefault(name, ""));
        }
        for (var part : PARTS) {
            var whole = name.endsWith(part) ? name.substring(0, name.length() - part.length()) : name;
            var of = types.get(whole);
            if (of == Kind.HISTOGRAM || (of == Kind.SUMMARY && !part.equals("_bucket"))) {
                return new Family(whole, of, helps.getOrDefault(whole, ""));
            }
        }
        return new Family(name, Kind.UNTYPED, helps.getOrDefault(name, ""));
    }

    private double value(String text) {
        var special = special(text);
        if (special != null) {
            return special;
        }
        try {
            if (!text.isEmpty() && !Character.isLetter(text.charAt(text.length() - 1))) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw wrong("'" + text + "' is no value");
    }

    private static @Nullable Double special(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN", "Nan" -> Double.NaN;
            default -> null;
        };
    }

    private void time(String text) {
        try {
            Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong("'" + text + "' is no time");
        }
    }

    private MalformedExpositionException wrong(String problem) {
        return new MalformedExpositionException(line, problem);
    }
}
