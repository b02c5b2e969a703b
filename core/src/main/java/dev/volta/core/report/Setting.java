package dev.volta.core.report;

/**
 * A value of the configuration as the run saw it.
 *
 * @param value a text, a whole or a decimal number, a truth value, or a list of these
 * @param from where it came from, such as {@code volta.yaml:12}, {@code --workers} or {@code default}
 */
public record Setting(Object value, String from) {
    public Setting {
        value = PlainValue.of(value);
    }
}
