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

    /** User time of all processes of the work. */
    public static final Quantity USER = new Quantity("user_ns", "user time", Unit.NANOSECONDS, Use.RESULT);

    /** System time of all processes of the work. */
    public static final Quantity SYSTEM = new Quantity("system_ns", "system time", Unit.NANOSECONDS, Use.RESULT);

    /** The most memory that the processes of the work had at one time. */
    public static final Quantity MEMORY_PEAK = new Quantity("memory_peak_bytes", "peak memory", Unit.BYTES, Use.RESULT);

    /** Page faults that needed no input or output. */
    public static final Quantity MINOR_FAULTS = new Quantity("minor_faults", "minor faults", Unit.COUNT, Use.DETAIL);

    /** Page faults that waited for a disk. */
    public static final Quantity MAJOR_FAULTS = new Quantity("major_faults", "major faults", Unit.COUNT, Use.DETAIL);

    /** How often a process gave up its processor, to wait. */
    public static final Quantity VOLUNTARY_SWITCHES =
            new Quantity("voluntary_switches", "voluntary switches", Unit.COUNT, Use.DETAIL);

    /** How often the kernel took the processor from a process. */
    public static final Quantity INVOLUNTARY_SWITCHES =
            new Quantity("involuntary_switches", "involuntary switches", Unit.COUNT, Use.DETAIL);

    /** The time between the first and the last start on several nodes that should start at once. */
    public static final Quantity SKEW = new Quantity("skew_ns", "start skew", Unit.NANOSECONDS, Use.DETAIL);

    /** The exit status of a command, of trials that passed. */
    public static final Quantity EXIT = new Quantity("exit", "exit status", Unit.COUNT, Use.DETAIL);

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
