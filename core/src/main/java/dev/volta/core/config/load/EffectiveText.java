package dev.volta.core.config.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.volta.core.config.MaskedText;
import dev.volta.core.config.shapes.TreeJson;
import dev.volta.core.config.yaml.Tree;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * An effective tree for people, as YAML with the origin of each value behind it, and for programs, as JSON. Secrets are
 * masked in both ({@link MaskedText}).
 */
public final class EffectiveText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.][A-Za-z0-9/._+-]*");
    private static final Set<String> NOT_PLAIN = Set.of("null", "true", "false", "yes", "no", "on", "off");
    private static final int COMMENT_COLUMN = 48;

    private final StringBuilder text = new StringBuilder();

    private EffectiveText() {}

    /** YAML that reads back as the same configuration, but for what is masked. */
    public static String yaml(Tree tree) {
        var rendering = new EffectiveText();
        for (var entry : masked(tree).entries()) {
            rendering.entry(entry, "", "");
        }
        return rendering.text.toString();
    }

    /** An object with {@code values}, nested as in the file, and {@code origins} by key path. */
    public static ObjectNode json(Tree tree) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("values", TreeJson.of(masked(tree)));
        origins(tree, "", json.putObject("origins"));
        return json;
    }

    private static Tree masked(Tree tree) {
        return changed(
                tree,
                (key, value) ->
                        key.equals("services") ? changed(value, (_, service) -> service(service)) : plain(value));
    }

    private static Tree service(Tree service) {
        return changed(
                service,
                (key, value) -> key.equals("env") ? changed(value, (_, variable) -> hidden(variable)) : plain(value));
    }

    private static Tree hidden(Tree variable) {
        return new Tree.Scalar(variable.origin(), MaskedText.VALUE);
    }

    private static Tree plain(Tree tree) {
        return switch (tree) {
            case Tree.Nothing nothing -> nothing;
            case Tree.Scalar(var origin, var text) -> new Tree.Scalar(origin, MaskedText.ofArgument(text));
            case Tree.Sequence(var origin, var items) ->
                new Tree.Sequence(
                        origin, items.stream().map(EffectiveText::plain).toList());
            case Tree.Mapping mapping -> changed(mapping, (_, value) -> plain(value));
        };
    }

    /** {@code tree} with other values, if it is a mapping. */
    private static Tree changed(Tree tree, BiFunction<String, Tree, Tree> change) {
        return tree instanceof Tree.Mapping(var origin, var entries)
                ? new Tree.Mapping(
                        origin,
                        entries.stream()
                                .map(entry -> entry.withValue(change.apply(entry.key(), entry.value())))
                                .toList())
                : plain(tree);
    }

    private static void origins(Tree tree, String keyPath, ObjectNode origins) {
        switch (tree) {
            case Tree.Nothing _, Tree.Scalar _ ->
                origins.put(keyPath, tree.origin().brief());
            case Tree.Sequence(var origin, var items) -> {
                if (items.isEmpty()) {
                    origins.put(keyPath, origin.brief());
                }
                for (int i = 0; i < items.size(); i++) {
                    origins(items.get(i), keyPath + "[" + i + "]", origins);
                }
            }
            case Tree.Mapping(var origin, var entries) -> {
                if (entries.isEmpty()) {
                    origins.put(keyPath, origin.brief());
                }
                for (var entry : entries) {
                    origins(entry.value(), keyPath.isEmpty() ? entry.key() : keyPath + "." + entry.key(), origins);
                }
            }
        }
    }

    private void entry(Tree.Entry entry, String first, String indent) {
        value(first + scalar(entry.key()) + ":", entry.value(), indent);
    }

    /** Writes {@code lead} and behind it, or below it one step further in than {@code indent}, the value. */
    private void value(String lead, Tree tree, String indent) {
        switch (tree) {
            case Tree.Nothing _ -> line(lead, tree);
            case Tree.Scalar(var _, String value) -> line(lead + " " + scalar(value), tree);
            case Tree.Sequence(var _, var items) -> {
                if (items.isEmpty()) {
                    line(lead + " []", tree);
                    return;
                }
                text.append(lead).append('\n');
                items.forEach(item -> item(item, indent + "  "));
            }
            case Tree.Mapping(var _, var entries) -> {
                if (entries.isEmpty()) {
                    line(lead + " {}", tree);
                    return;
                }
                text.append(lead).append('\n');
                entries.forEach(entry -> entry(entry, indent + "  ", indent + "  "));
            }
        }
    }

    private void item(Tree item, String indent) {
        if (item instanceof Tree.Mapping(var _, var entries) && !entries.isEmpty()) {
            entry(entries.getFirst(), indent + "- ", indent + "  ");
            entries.stream().skip(1).forEach(entry -> entry(entry, indent + "  ", indent + "  "));
        } else {
            value(indent + "-", item, indent);
        }
    }

    private void line(String content, Tree tree) {
        text.append(content)
                .append(" ".repeat(Math.max(2, COMMENT_COLUMN - content.length())))
                .append("# ")
                .append(tree.origin().brief())
                .append('\n');
    }

    /** A JSON string is a YAML string; only what no parser can take for something else goes without quotes. */
    private static String scalar(String value) {
        return PLAIN.matcher(value).matches() && !NOT_PLAIN.contains(value)
                ? value
                : TextNode.valueOf(value).toString();
    }
}
