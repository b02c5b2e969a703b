package dev.volta.hashing.node.journal;

/** What happened to a job, for its log of events. */
public sealed interface Event {
    record Submitted(String algorithm, int roots) implements Event {}

    record WorkerUp(String worker, String node) implements Event {}

    record WorkerDown(String worker, String reason) implements Event {}

    record Quarantined(String worker, String reason) implements Event {}

    record WalkGranted(long lease, String worker, int lane) implements Event {}

    record Granted(long lease, String worker, int lane, int files, long bytes) implements Event {}

    /** {@code unfinished} files of the lease go to whoever is free. */
    record Requeued(long lease, String worker, int lane, int unfinished, String reason) implements Event {}

    /** The walk goes on after the last listed path. */
    record WalkRequeued(long lease, String worker, int lane, String reason) implements Event {}

    /** A file is handed out alone after so many workers in a row were lost over it. */
    record Suspected(long lease, String worker, int lane, long file, int losses) implements Event {}

    /** A file gets no result but a failure, because too many workers in a row were lost over it. */
    record GivenUp(int lane, long file, int losses) implements Event {}

    /** A worker came back with its lease still in hand and keeps the unfinished files. */
    record Resumed(long lease, String worker, int lane, int unfinished) implements Event {}

    /** A restarted controller took the job up; {@code held} files are left to the workers that had them. */
    record Recovered(long listed, long done, long held) implements Event {}

    record Completed(long files, long bytes, long failed) implements Event {}

    record Failed(String reason) implements Event {}
}
