package dev.volta.core.supervisor;

/** What is known of the health of a service. Only one that is {@link Healthy} is. */
public sealed interface HealthVerdict {
    /** Its check passes, and its program runs and stays. */
    record Healthy() implements HealthVerdict {}

    /**
     * Its check fails, or its program does not stay up.
     *
     * @param reason in one or a few lines
     */
    record Unhealthy(String reason) implements HealthVerdict {}

    /**
     * Nobody could look.
     *
     * @param reason why not, in one or a few lines
     */
    record Unknown(String reason) implements HealthVerdict {}

    /** It has no check, or does not run. */
    record Unchecked() implements HealthVerdict {}

    /** Whether it says nothing against the service. */
    default boolean ok() {
        return switch (this) {
            case Healthy _, Unchecked _ -> true;
            case Unhealthy _, Unknown _ -> false;
        };
    }

    /** In a few words, on one line. */
    default String told() {
        return switch (this) {
            case Healthy _ -> "healthy";
            case Unhealthy(var reason) -> "unhealthy" + brief(reason);
            case Unknown(var reason) -> "unknown" + brief(reason);
            case Unchecked _ -> "no check";
        };
    }

    private static String brief(String reason) {
        var line = reason.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "" : " (" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…") + ")";
    }

    /** Letters of a reason on one line. */
    int LONGEST = 120;
}
