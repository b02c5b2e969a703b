package dev.volta.core.workload.command;

import dev.volta.core.report.Warning;

/** What makes the results of a command doubtful, beside what holds for all work. */
enum CommandWarning implements Warning {
    PROCESSES_LEFT(
            "They were ended, and their time until then is counted. Have the command wait for what it starts, or start"
                    + " it in setup."),
    STARTS_APART(
            "The nodes did not start together, so they may not have met the same load. Look for what held some of them up."),
    SHELL_WEIGHS("The shell took much of the time, and what was subtracted is a median. Run the program itself.");

    private final String advice;

    CommandWarning(String advice) {
        this.advice = advice;
    }

    @Override
    public String advice() {
        return advice;
    }
}
