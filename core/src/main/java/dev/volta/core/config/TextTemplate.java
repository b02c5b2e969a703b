package dev.volta.core.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in which {@code ${node.name}} and {@code ${node.address}} stand for what differs from node to node, and
 * {@code $$} for a dollar sign. A dollar sign before anything else stands for itself.
 */
public record TextTemplate(List<Part> parts) {
    public sealed interface Part {
        record Text(String text) implements Part {}

        enum NodeField implements Part {
            NAME,
            ADDRESS
        }
    }

    public TextTemplate {
        parts = List.copyOf(parts);
    }

    public static TextTemplate parse(String source) {
        var parts = new ArrayList<Part>();
        for (var token : TemplateToken.split(source)) {
            parts.add(
                    switch (token) {
                        case TemplateToken.Text(String text) -> new Part.Text(text);
                        case TemplateToken.Variable(String name) -> field(name);
                    });
        }
        return new TextTemplate(parts);
    }

    private static Part field(String variable) {
        return switch (variable) {
            case "node.name" -> Part.NodeField.NAME;
            case "node.address" -> Part.NodeField.ADDRESS;
            default ->
                throw BadValueException.expected(
                        "'${" + variable + "}' is not known here", "${node.name} or ${node.address}");
        };
    }

    public String on(Node node) {
        var text = new StringBuilder();
        for (var part : parts) {
            text.append(
                    switch (part) {
                        case Part.Text(String literal) -> literal;
                        case Part.NodeField.NAME -> node.name().value();
                        case Part.NodeField.ADDRESS -> node.address();
                    });
        }
        return text.toString();
    }
}
