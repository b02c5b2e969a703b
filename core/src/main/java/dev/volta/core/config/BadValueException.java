package dev.volta.core.config;

/** A text that is no value of the kind wanted; whoever knows where the text stood makes a {@link Problem} of it. */
public final class BadValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;
    private final String suggestion;

    private BadValueException(String found, String expected, String suggestion, String message) {
        super(message);
        this.found = found;
        this.expected = expected;
        this.suggestion = suggestion;
    }

    public static BadValueException expected(String found, String expected) {
        return new BadValueException(found, expected, "", found + "; expected " + expected);
    }

    public static BadValueException suggested(String found, String suggestion) {
        return new BadValueException(found, "", suggestion, found + "; " + suggestion);
    }

    public Problem at(Origin origin, String keyPath) {
        return new Problem(origin, keyPath, found, expected, suggestion);
    }
}
