package dev.volta.core.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values that JSON has: a text, a whole or a decimal number, a truth value, a list or a map of these. */
final class PlainValue {
    private PlainValue() {}

    /** The same value with whole numbers as {@code Long}, as it is read back; throws if it is none. */
    static Object of(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number -> number;
            case List<?> items -> items.stream().map(PlainValue::of).toList();
            case Map<?, ?> values -> map(values);
            default ->
                throw new IllegalArgumentException(
                        "no plain value is " + value.getClass().getName());
        };
    }

    static Map<String, Object> map(Map<?, ?> values) {
        var plain = new LinkedHashMap<String, Object>();
        values.forEach((key, value) -> plain.put((String) key, of(value)));
        return Collections.unmodifiableMap(plain);
    }
}
