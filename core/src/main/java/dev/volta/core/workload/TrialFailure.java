package dev.volta.core.workload;

import org.jspecify.annotations.Nullable;

/** A trial could not be brought to its end. */
public final class TrialFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrialFailure(String message) {
        this(message, null);
    }

    public TrialFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
