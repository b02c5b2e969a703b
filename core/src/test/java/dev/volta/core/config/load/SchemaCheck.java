package dev.volta.core.config.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The part of JSON Schema that Volta's own schemas use; any other keyword is a violation, so nothing is passed over. */
final class SchemaCheck {
    private final List<String> violations = new ArrayList<>();

    private SchemaCheck() {}

    static List<String> violations(JsonNode schema, JsonNode value) {
        var check = new SchemaCheck();
        check.check(schema, value, "$");
        return check.violations;
    }

    private void check(JsonNode schema, JsonNode value, String path) {
        for (var keyword : schema.properties()) {
            var rule = keyword.getValue();
            boolean right = switch (keyword.getKey()) {
                case "$schema", "title", "description", "default" -> true;
                case "type" -> hasType(rule, value);
                case "enum" -> contains(rule, value);
                case "pattern" ->
                    !value.isTextual()
                            || Pattern.compile(rule.asText())
                                    .matcher(value.asText())
                                    .find();
                case "minLength" -> !value.isTextual() || value.asText().length() >= rule.asInt();
                case "minimum" -> !value.isNumber() || value.asDouble() >= rule.asDouble();
                case "exclusiveMinimum" -> !value.isNumber() || value.asDouble() > rule.asDouble();
                case "maximum" -> !value.isNumber() || value.asDouble() <= rule.asDouble();
                case "minItems" -> !value.isArray() || value.size() >= rule.asInt();
                case "required" -> !value.isObject() || hasAll(rule, value);
                case "oneOf" -> matching(rule, value) == 1;
                case "items", "properties", "additionalProperties", "propertyNames" ->
                    checkParts(keyword.getKey(), schema, rule, value, path);
                default -> false;
            };
            if (!right) {
                violations.add(path + ": " + keyword.getKey() + " " + rule + " does not hold for " + value);
            }
        }
    }

    private boolean checkParts(String keyword, JsonNode schema, JsonNode rule, JsonNode value, String path) {
        if (keyword.equals("items") && value.isArray()) {
            value.forEach(item -> check(rule, item, path + "[]"));
        }
        for (var property : value.properties()) {
            var inner = path + "." + property.getKey();
            var known = schema.path("properties").has(property.getKey());
            switch (keyword) {
                case "properties" -> {
                    if (known) {
                        check(rule.get(property.getKey()), property.getValue(), inner);
                    }
                }
                case "additionalProperties" -> {
                    if (!known && rule.isObject()) {
                        check(rule, property.getValue(), inner);
                    } else if (!known && !rule.asBoolean()) {
                        violations.add(inner + ": not allowed");
                    }
                }
                case "propertyNames" ->
                    check(rule, com.fasterxml.jackson.databind.node.TextNode.valueOf(property.getKey()), inner);
                default -> {}
            }
        }
        return true;
    }

    private static long matching(JsonNode schemas, JsonNode value) {
        return StreamSupport.stream(schemas.spliterator(), false)
                .filter(schema -> violations(schema, value).isEmpty())
                .count();
    }

    private static boolean hasAll(JsonNode names, JsonNode value) {
        return StreamSupport.stream(names.spliterator(), false).allMatch(name -> value.has(name.asText()));
    }

    private static boolean contains(JsonNode choices, JsonNode value) {
        return StreamSupport.stream(choices.spliterator(), false).anyMatch(value::equals);
    }

    private static boolean hasType(JsonNode rule, JsonNode value) {
        if (rule.isArray()) {
            return StreamSupport.stream(rule.spliterator(), false).anyMatch(type -> hasType(type, value));
        }
        return switch (rule.asText()) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            default -> false;
        };
    }
}
