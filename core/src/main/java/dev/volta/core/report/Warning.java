package dev.volta.core.report;

/** A reason to doubt results, with what to do about it; an enum of such reasons implements it. */
public interface Warning {
    /** Its name in {@code run.json}, in capitals. */
    String name();

    String advice();
}
