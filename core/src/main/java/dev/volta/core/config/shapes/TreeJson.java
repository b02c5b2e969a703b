package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.volta.core.config.Origin;
import dev.volta.core.config.yaml.Tree;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A tree as JSON: whole and decimal numbers without leading zeros become numbers, all other text strings. */
public final class TreeJson {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?");

    private TreeJson() {}

    public static JsonNode of(Tree tree) {
        var make = JsonNodeFactory.instance;
        return switch (tree) {
            case Tree.Nothing _ -> make.nullNode();
            case Tree.Scalar(Origin _, String text) -> scalar(text);
            case Tree.Sequence sequence -> {
                var array = make.arrayNode();
                sequence.items().forEach(item -> array.add(of(item)));
                yield array;
            }
            case Tree.Mapping mapping -> {
                var object = make.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.key(), of(entry.value())));
                yield object;
            }
        };
    }

    private static JsonNode scalar(String text) {
        var make = JsonNodeFactory.instance;
        if (!NUMBER.matcher(text).matches()) {
            return make.textNode(text);
        }
        return text.contains(".") ? make.numberNode(new BigDecimal(text)) : make.numberNode(Long.parseLong(text));
    }
}
