package dev.volta.core.config.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads one YAML document. Refused are anchors and aliases (nine lines of them can stand for gigabytes), tags, more
 * than one document, keys given twice and nesting deeper than {@value #MAX_DEPTH}.
 */
public final class YamlReader {
    static final int MAX_DEPTH = 32;

    private final SourceText source;
    private final YAMLParser parser;
    private final List<Problem> problems;
    private final List<String> lines;

    private YamlReader(SourceText source, YAMLParser parser, List<Problem> problems) {
        this.source = source;
        this.parser = parser;
        this.problems = problems;
        this.lines = source.text().lines().toList();
    }

    /** The tree in {@code source}; an empty file is an empty mapping; empty if no tree could be made of it. */
    public static Optional<Tree> read(SourceText source, List<Problem> problems) {
        try (var parser = new YAMLFactory().createParser(source.text())) {
            return Optional.of(new YamlReader(source, parser, problems).document());
        } catch (JsonProcessingException e) {
            problems.add(syntax(source, e));
            return Optional.empty();
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private Tree document() throws IOException {
        var first = parser.nextToken();
        if (first == null) {
            return new Tree.Mapping(new Origin.InFile(source.file(), 1, 1), List.of());
        }
        var tree = value(first, 1);
        if (parser.nextToken() != null) {
            throw fatal("a second document begins", "keep one document per file");
        }
        return tree;
    }

    private Tree value(JsonToken token, int depth) throws IOException {
        refuseReferences();
        var origin = here();
        if (depth > MAX_DEPTH) {
            throw fatal("is nested deeper than " + MAX_DEPTH + " levels", "flatten it");
        }
        return switch (token) {
            case START_OBJECT -> mapping(origin, depth);
            case START_ARRAY -> sequence(origin, depth);
            case VALUE_NULL -> new Tree.Nothing(origin);
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                new Tree.Scalar(origin, parser.getText());
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw fatal("cannot be understood", "write a plain value, a list or a mapping");
        };
    }

    private Tree sequence(Origin origin, int depth) throws IOException {
        var items = new ArrayList<Tree>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, depth + 1));
        }
        return new Tree.Sequence(origin, items);
    }

    private Tree mapping(Origin origin, int depth) throws IOException {
        var entries = new ArrayList<Tree.Entry>();
        var places = new HashMap<String, Origin>();
        for (var token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            refuseReferences();
            var key = parser.getText();
            var place = here();
            var value = value(parser.nextToken(), depth + 1);
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

    private void refuseReferences() throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null || atAnchor()) {
            throw fatal("an anchor or an alias", "write the value out where it is used");
        }
        if (parser.getTypeId() != null) {
            throw fatal("a tag", "remove it; Volta knows the type of each key");
        }
    }

    /** Jackson tells of the anchors of lists and mappings only; a scalar with one begins at its ampersand. */
    private boolean atAnchor() {
        var place = parser.currentTokenLocation();
        var line = place.getLineNr() <= lines.size() ? lines.get(place.getLineNr() - 1) : "";
        int column = place.getColumnNr() - 1;
        return column < line.codePointCount(0, line.length()) && line.charAt(line.offsetByCodePoints(0, column)) == '&';
    }

    private ConfigurationException fatal(String found, String suggestion) {
        return new ConfigurationException(List.of(Problem.suggested(here(), "", found, suggestion)));
    }

    private Origin here() {
        return place(source, parser.currentTokenLocation());
    }

    private static Origin place(SourceText source, JsonLocation location) {
        return new Origin.InFile(source.file(), Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The parser below Jackson knows where the mistake is; Jackson itself only how far it had read. */
    private static Problem syntax(SourceText source, JsonProcessingException e) {
        if (!(e.getCause() instanceof MarkedYAMLException cause) || cause.getProblemMark() == null) {
            var origin =
                    e.getLocation() == null ? new Origin.InFile(source.file(), 1, 1) : place(source, e.getLocation());
            var message = e.getOriginalMessage().lines().findFirst().orElse("");
            return Problem.suggested(origin, "", "is not YAML: " + message, "");
        }
        int line = cause.getProblemMark().getLine() + 1;
        var text = source.text().lines().skip(line - 1L).findFirst().orElse("");
        int tab = text.indexOf('\t');
        if (tab >= 0 && (text.substring(0, tab).isBlank() || cause.getProblem().contains("TAB"))) {
            return Problem.suggested(new Origin.InFile(source.file(), line, tab + 1), "", "a tab", "use spaces");
        }
        var origin =
                new Origin.InFile(source.file(), line, cause.getProblemMark().getColumn() + 1);
        var context = cause.getContext() == null ? "" : " " + cause.getContext();
        return Problem.suggested(origin, "", "is not YAML: " + cause.getProblem() + context, "");
    }
}
