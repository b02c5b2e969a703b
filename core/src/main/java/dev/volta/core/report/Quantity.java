package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Something that is measured in every trial.
 *
 * @param name the column of {@code samples.csv} and the key of {@code run.json}, such as {@code wall_ns}
 * @param title what reports call it
 */
public record Quantity(String name, String title, Unit unit, Use use) {
    /** The time of a trial from the first piece of work handed out to the last result received; every trial has it. */
    public static final Quantity WALL = new Quantity("wall_ns", "wall time", Unit.NANOSECONDS, Use.RESULT);

    /** User and system time of all processes of the work, or of one of them. */
    public static final Quantity CPU = new Quantity("cpu_ns", "CPU time", Unit.NANOSECONDS, Use.RESULT);

    /** How long one that has a share in the work had something to do. */
    public static final Quantity BUSY = new Quantity("busy_ns", "busy", Unit.NANOSECONDS, Use.DETAIL);

    /** What reports make of it. */
    public enum Use {
        /** How much work a trial is: reports give rates by it. */
        @JsonProperty("amount")
        AMOUNT,
        /** Reports give its median and interval over the measured trials. */
        @JsonProperty("result")
        RESULT,
        /** Stands in the table of trials only. */
        @JsonProperty("detail")
        DETAIL
    }
}
