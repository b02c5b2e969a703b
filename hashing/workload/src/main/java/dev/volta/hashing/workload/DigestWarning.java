package dev.volta.hashing.workload;

import dev.volta.core.report.Warning;

/** What makes the results of hashing doubtful, beside what holds for all work. */
enum DigestWarning implements Warning {
    FAILURES_EXCLUDED("See problems.jsonl; bytes and rates leave these files out."),
    PIECES_REQUEUED("A worker was lost on the way. The results are whole, but the times include work done twice."),
    WORK_HELD_UP("The results are whole, but the times include the waiting. Free room there, and run again."),
    NO_BYTES("The files are empty, so rates and times per byte mean nothing. Give it files with content.");

    private final String advice;

    DigestWarning(String advice) {
        this.advice = advice;
    }

    @Override
    public String advice() {
        return advice;
    }
}
