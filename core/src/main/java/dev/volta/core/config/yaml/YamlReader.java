package dev.volta.core.config.yaml;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document. Refused are anchors and aliases (nine lines of them can stand for gigabytes), tags, more
 * than one document, keys given twice and nesting deeper than {@value #MAX_DEPTH}.
 */
public final class YamlReader {
    static final int MAX_DEPTH = 32;

    /** What YAML 1.1 takes for no value where it stands without quotes. */
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final SourceText source;
    private final StreamReader text;
    private final Parser parser;
    private final List<Problem> problems;

    private YamlReader(SourceText source, List<Problem> problems) {
        this.source = source;
        this.text = new StreamReader(source.text());
        this.parser = new ParserImpl(text, new LoaderOptions());
        this.problems = problems;
    }

    /** The tree in {@code source}; an empty file is an empty mapping; empty if no tree could be made of it. */
    public static Optional<Tree> read(SourceText source, List<Problem> problems) {
        try {
            return Optional.of(new YamlReader(source, problems).document());
        } catch (YAMLException e) {
            problems.add(syntax(source, e));
            return Optional.empty();
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    /** A tree of Volta's own, such as a default value. */
    public static Tree literal(String yaml, Origin origin) {
        var problems = new ArrayList<Problem>();
        var tree = read(new SourceText("built in", yaml), problems);
        return moved(tree.orElseThrow(() -> new ConfigurationException(problems)), origin);
    }

    private static Tree moved(Tree tree, Origin origin) {
        return switch (tree) {
            case Tree.Nothing _ -> new Tree.Nothing(origin);
            case Tree.Scalar(Origin _, String text) -> new Tree.Scalar(origin, text);
            case Tree.Sequence sequence ->
                new Tree.Sequence(
                        origin,
                        sequence.items().stream()
                                .map(item -> moved(item, origin))
                                .toList());
            case Tree.Mapping mapping ->
                new Tree.Mapping(
                        origin,
                        mapping.entries().stream()
                                .map(entry -> new Tree.Entry(entry.key(), origin, moved(entry.value(), origin)))
                                .toList());
        };
    }

    private Tree document() {
        next(); // the stream begins
        if (next().is(Event.ID.StreamEnd)) {
            return new Tree.Mapping(new Origin.InFile(source.file(), 1, 1), List.of());
        }
        var tree = value(next(), 1);
        next(); // the document ends
        if (!next().is(Event.ID.StreamEnd)) {
            throw fatal(next(), "a second document begins", "keep one document per file");
        }
        return tree;
    }

    private Event next() {
        try {
            return parser.getEvent();
        } catch (IllegalArgumentException _) { // the scanner makes characters and numbers of whatever digits it finds
            throw fatal(
                    text.getMark(),
                    "an escape or a number with invalid digits",
                    "write the character out, or use the digits 0 to 9");
        }
    }

    private Tree value(Event event, int depth) {
        refuseReferences(event);
        if (depth > MAX_DEPTH) {
            throw fatal(event, "is nested deeper than " + MAX_DEPTH + " levels", "flatten it");
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        return event.is(Event.ID.MappingStart) ? mapping(origin(event), depth) : sequence(origin(event), depth);
    }

    private Tree scalar(ScalarEvent scalar) {
        var plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        return plain && NULLS.contains(scalar.getValue())
                ? new Tree.Nothing(origin(scalar))
                : new Tree.Scalar(origin(scalar), scalar.getValue());
    }

    private Tree sequence(Origin origin, int depth) {
        var items = new ArrayList<Tree>();
        for (var event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
            items.add(value(event, depth + 1));
        }
        return new Tree.Sequence(origin, items);
    }

    private Tree mapping(Origin origin, int depth) {
        var entries = new ArrayList<Tree.Entry>();
        var places = new HashMap<String, Origin>();
        for (var event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
            var key = key(event);
            var place = origin(event);
            var value = value(next(), depth + 1);
            var before = places.putIfAbsent(key, place);
            if (before == null) {
                entries.add(new Tree.Entry(key, place, value));
            } else {
                problems.add(Problem.suggested(
                        place, "", "key '" + key + "' is given twice", "keep one; the other is at " + before.brief()));
            }
        }
        return new Tree.Mapping(origin, entries);
    }

    private String key(Event event) {
        refuseReferences(event);
        if (event instanceof ScalarEvent scalar) {
            return scalar.getValue();
        }
        throw fatal(event, "a list or a mapping as a key", "write a plain word before the colon");
    }

    private void refuseReferences(Event event) {
        if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null)) {
            throw fatal(event, "an anchor or an alias", "write the value out where it is used");
        }
        var tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (tag != null) {
            throw fatal(event, "a tag", "remove it; Volta knows the type of each key");
        }
    }

    private ConfigurationException fatal(Event event, String found, String suggestion) {
        return fatal(event.getStartMark(), found, suggestion);
    }

    private ConfigurationException fatal(Mark mark, String found, String suggestion) {
        return new ConfigurationException(List.of(Problem.suggested(origin(mark), "", found, suggestion)));
    }

    private Origin origin(Event event) {
        return origin(event.getStartMark());
    }

    private Origin origin(Mark mark) {
        return new Origin.InFile(source.file(), mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Problem syntax(SourceText source, YAMLException e) {
        if (!(e instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
            return Problem.suggested(new Origin.InFile(source.file(), 1, 1), "", "is not YAML: " + e.getMessage(), "");
        }
        int line = marked.getProblemMark().getLine() + 1;
        var text = source.text().lines().skip(line - 1L).findFirst().orElse("");
        int tab = text.indexOf('\t');
        if (tab >= 0 && (text.substring(0, tab).isBlank() || marked.getProblem().contains("TAB"))) {
            return Problem.suggested(new Origin.InFile(source.file(), line, tab + 1), "", "a tab", "use spaces");
        }
        var origin =
                new Origin.InFile(source.file(), line, marked.getProblemMark().getColumn() + 1);
        var context = marked.getContext() == null ? "" : " " + marked.getContext();
        return Problem.suggested(origin, "", "is not YAML: " + marked.getProblem() + context, "");
    }
}
