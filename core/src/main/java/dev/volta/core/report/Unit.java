package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.volta.core.wire.Quantities;

/** What a quantity is counted in; {@code run.json} has the symbol. */
public enum Unit {
    @JsonProperty("ns")
    NANOSECONDS,
    @JsonProperty("B")
    BYTES,
    /** Of things that are counted. */
    @JsonProperty("1")
    COUNT;

    /** A value as people read it, such as {@code 1.50 GiB}. */
    public String text(double value) {
        return switch (this) {
            case NANOSECONDS -> Quantities.duration(value);
            case BYTES -> Quantities.bytes(value);
            case COUNT -> Quantities.count(Math.round(value));
        };
    }

    /** So many per second. */
    String perSecond(double value) {
        return text(value) + "/s";
    }

    /** So much time for one. */
    String timeEach(double nanos) {
        return this == BYTES ? Quantities.nanosPerByte(nanos) : Quantities.duration(nanos);
    }

    /** What one is called in {@code CPU per byte}. */
    String one() {
        return this == BYTES ? "byte" : "one";
    }
}
