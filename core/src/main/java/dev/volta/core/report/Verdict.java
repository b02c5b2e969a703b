package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a run ended.
 *
 * @param exitStatus of the command, from the registry of exit codes
 * @param reason one sentence
 */
public record Verdict(Outcome outcome, int exitStatus, String reason) {
    /** The kinds of end. */
    public enum Outcome {
        @JsonProperty("passed")
        PASSED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("interrupted")
        INTERRUPTED
    }
}
