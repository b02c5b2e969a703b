package dev.volta.core.report;

import java.util.List;

/**
 * A value of the configuration as the run saw it.
 *
 * @param value a text, a whole or a decimal number, a truth value, or a list of these
 * @param from where it came from, such as {@code volta.yaml:12}, {@code --workers} or {@code default}
 */
public record Setting(Object value, String from) {
    public Setting {
        value = checked(value);
    }

    private static Object checked(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number -> number;
            case List<?> items -> items.stream().map(Setting::checked).toList();
            default ->
                throw new IllegalArgumentException(
                        "a setting is no " + value.getClass().getName());
        };
    }
}
