package dev.volta.hashing.node.job;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name the client gives a job. Submitting the same name again attaches to the job that is there. */
public record JobId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public JobId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no job id: 1 to 64 letters, digits, '.', '_' and"
                    + " '-', starting with a letter or digit");
        }
    }

    /** The id that {@code text} is, if it is one. */
    public static Optional<JobId> named(String text) {
        return ALLOWED.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
