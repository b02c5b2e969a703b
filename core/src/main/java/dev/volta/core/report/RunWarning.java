package dev.volta.core.report;

/** What makes the result of any kind of work less believable than it looks, with what to do about it. */
public enum RunWarning implements Warning {
    NOTHING_MEASURED("Look at the verdict and the logs, then run again."),
    TOO_FEW_RUNS("Run again with --repeat 6 or more; 10 or more also show whether the runs depend on each other."),
    SHORT_RUNS("Give it more input: below 50 ms starting and scheduling weigh as much as the work."),
    OUTLIERS("Look for other load on the machine at that time; the runs stay in every figure."),
    FIRST_RUN_SLOWEST("The caches were probably cold at first. Add a warm-up run, or make every run cold."),
    TREND(
            "The machine or its caches had not settled. Add warm-up runs, look at time against run order, and run again."),
    WIDE_INTERVAL("Do not compare with this median yet. Look for other load, and run again with a larger --repeat."),
    OTHER_LOAD("Do not use these times. Run again when the machine is idle; 'top' shows what ran there."),
    STOLEN_TIME("Do not use these times. Run again when the host is idle, or on a machine of your own."),
    LOAD_UNKNOWN("Whether something else ran there is not known: let it run for some seconds, and with metrics."),
    AUTOCORRELATED("The interval is too narrow, so draw no conclusion. Look at time against run order, let the machine"
            + " settle, and spread the runs."),
    INPUTS_OVERLAP(
            "Files in both were read and counted twice, the second time from the page cache. Name each folder once,"
                    + " and run again."),
    LINK_CUT("The services there waited or did work twice. The results are whole; do not use these times."),
    LIMITS_NOT_ENFORCED(
            "The services there could use more than was asked for: log in as root, or do not compare limits."),
    LOGS_MISSING("Look for the services' logs on their nodes, if it matters what they said."),
    NOT_TORN_DOWN("Something of this run may still be there: look at the node and stop it by hand."),
    COLD_UNPROVEN("Do not call these times cold. Drop the caches as root, on the host of a guest as well."),
    METRICS_MISSING("The plots over time have gaps or are not there; times and results do not depend on them."),
    CPU_UNAVAILABLE("Compare wall times only, or run where the CPU time of the processes can be read.");

    private final String advice;

    RunWarning(String advice) {
        this.advice = advice;
    }

    @Override
    public String advice() {
        return advice;
    }
}
