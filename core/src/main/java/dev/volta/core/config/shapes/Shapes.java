package dev.volta.core.config.shapes;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.DurationFormat;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.PathText;
import dev.volta.core.config.Port;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The shapes that more than one key has. */
public final class Shapes {
    public static final ScalarShape<ByteSize> SIZE =
            matching("a size such as 5GiB or 512MiB", "[0-9]+(\\.[0-9]+)? ?(B|[KMGT]iB|[kMGT]B)", ByteSize::parse);
    public static final ScalarShape<Duration> TIME =
            matching("a time such as 30s or 5m", "[0-9]+(\\.[0-9]+)? ?(ms|s|m|h)", DurationFormat::parse);
    public static final ScalarShape<Path> PATH = matching("a path", "(.|\\n)+", PathText::parse);
    public static final ScalarShape<Path> ABSOLUTE_PATH = matching("an absolute path", "/(.|\\n)*", Shapes::absolute);

    /** Of programs that Java runs: it takes a colon in the name of a jar for the end of that name. */
    public static final ScalarShape<Path> PROGRAM_FOLDER =
            matching("an absolute path without ':'", "/[^:]*", Shapes::programFolder);

    public static final ScalarShape<Port> PORT = new ScalarShape<>(
            "a port from 1 to 65535",
            Port::parse,
            schema -> schema.put("type", "integer").put("minimum", 1).put("maximum", 65535));
    public static final ScalarShape<NodeName> NODE_NAME = matching(
            "a node name (letters, digits, '.', '_' and '-')",
            "[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?",
            Shapes::nodeName);
    public static final ScalarShape<BigDecimal> CPUS = new ScalarShape<>(
            "a number of processors such as 0.5 or 2",
            Shapes::cpus,
            schema -> schema.put("type", "number").put("exclusiveMinimum", 0));

    /** Any text; numbers and truth values are taken as they are written. */
    public static final ScalarShape<String> TEXT = new ScalarShape<>(
            "a text",
            text -> text,
            schema -> schema.putArray("type").add("string").add("number").add("boolean"));

    private Shapes() {}

    /** Any text that is not empty and has no line break. */
    public static ScalarShape<String> line(String describe) {
        return new ScalarShape<>(
                describe,
                text -> {
                    if (text.isBlank() || text.lines().count() > 1) {
                        throw BadValueException.expected("'" + text + "' is empty or has several lines", describe);
                    }
                    return text;
                },
                schema -> schema.put("type", "string").put("minLength", 1));
    }

    /** A size that is not below {@code least}. */
    public static ScalarShape<ByteSize> sizeFrom(ByteSize least) {
        return size(least, new ByteSize(Long.MAX_VALUE));
    }

    /** A size that is not below {@code least}, nor above {@code most}. */
    public static ScalarShape<ByteSize> size(ByteSize least, ByteSize most) {
        return new ScalarShape<>(
                SIZE.describe(),
                text -> {
                    var size = SIZE.parse().apply(text);
                    if (size.bytes() < least.bytes()) {
                        throw BadValueException.expected("'" + text + "' is too small", "at least " + least);
                    }
                    if (size.bytes() > most.bytes()) {
                        throw BadValueException.expected("'" + text + "' is too large", "at most " + most);
                    }
                    return size;
                },
                SIZE.constraints());
    }

    /** {@code shape}, in whose place a file may have a {@code ${VARIABLE}} that is put in before it is read. */
    public static <T> ScalarShape<T> orVariable(ScalarShape<T> shape) {
        return new ScalarShape<>(shape.describe(), shape.parse(), schema -> {
            var choices = schema.putArray("oneOf");
            shape.constraints().accept(choices.addObject());
            choices.addObject().put("type", "string").put("pattern", "\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}");
        });
    }

    /** Text that {@code regex} describes to editors and {@code parse} checks. */
    public static <T> ScalarShape<T> matching(
            String describe, String regex, java.util.function.Function<String, T> parse) {
        return new ScalarShape<>(
                describe, parse, schema -> schema.put("type", "string").put("pattern", "^(?:" + regex + ")$"));
    }

    /** Text that matches {@code pattern} as a whole. */
    public static ScalarShape<String> word(String describe, Pattern pattern) {
        return matching(describe, pattern.pattern(), text -> {
            if (!pattern.matcher(text).matches()) {
                throw BadValueException.expected("'" + text + "'", describe);
            }
            return text;
        });
    }

    public static ScalarShape<Integer> wholeNumber(int least, int most) {
        var describe = "a whole number from " + least + " to " + most;
        return new ScalarShape<>(
                describe,
                text -> {
                    if (!text.matches("[0-9]{1,9}")
                            || Integer.parseInt(text) < least
                            || Integer.parseInt(text) > most) {
                        throw BadValueException.expected("'" + text + "'", describe);
                    }
                    return Integer.valueOf(text);
                },
                schema -> schema.put("type", "integer").put("minimum", least).put("maximum", most));
    }

    /** {@code true} or {@code false}. */
    public static final ScalarShape<Boolean> TRUTH = new ScalarShape<>(
            "true or false",
            text -> switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw BadValueException.expected("'" + text + "'", "true or false");
            },
            schema -> schema.put("type", "boolean"));

    /** One of {@code names}. */
    public static ScalarShape<String> name(String noun, Collection<String> names) {
        var describe = "one of " + String.join(", ", names);
        return new ScalarShape<>(
                describe,
                text -> {
                    if (!names.contains(text)) {
                        var found = "'" + text + "' is no " + noun;
                        throw Misspelling.of(text, names)
                                .map(name -> BadValueException.suggested(
                                        found, "did you mean '" + name + "'? known are " + String.join(", ", names)))
                                .orElseGet(() -> BadValueException.expected(found, describe));
                    }
                    return text;
                },
                schema -> {
                    schema.put("type", "string");
                    var choices = schema.putArray("enum");
                    names.forEach(choices::add);
                });
    }

    /** A constant of {@code type}, in lower case. */
    public static <E extends Enum<E>> ScalarShape<E> constant(String noun, Class<E> type) {
        List<String> names = Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        var byName = name(noun, names);
        return new ScalarShape<>(
                byName.describe(),
                text -> Enum.valueOf(type, byName.parse().apply(text).toUpperCase(Locale.ROOT)),
                byName.constraints());
    }

    private static Path programFolder(String text) {
        if (text.indexOf(':') >= 0) {
            throw BadValueException.expected(
                    "'" + text + "' has a ':', which in Java's class path ends the name of a jar",
                    "an absolute path without ':'");
        }
        return absolute(text);
    }

    private static Path absolute(String text) {
        if (!text.startsWith("/")) {
            throw BadValueException.expected("'" + text + "' is not an absolute path", "a path that begins with /");
        }
        return PathText.parse(text);
    }

    private static NodeName nodeName(String text) {
        if (!NodeName.isValid(text)) {
            throw BadValueException.expected(
                    "'" + text + "' is not a node name",
                    "letters, digits, '.', '_' and '-', starting and ending with a letter or digit");
        }
        return new NodeName(text);
    }

    private static BigDecimal cpus(String text) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") || new BigDecimal(text).signum() == 0) {
            throw BadValueException.expected("'" + text + "'", "a number of processors such as 0.5 or 2");
        }
        return new BigDecimal(text);
    }
}
