package dev.volta.core.workload;

/**
 * How far a trial has come. The totals grow until {@code totalsKnown}; before that no remaining time can be told.
 *
 * @param bytesDone counts the read part of unfinished files as well
 * @param waitsFor why it does not come further now, in words; empty while it does
 */
public record Progress(
        long filesTotal,
        long bytesTotal,
        boolean totalsKnown,
        long filesDone,
        long bytesDone,
        long failures,
        String waitsFor) {
    /** Of work that goes on. */
    public Progress(
            long filesTotal, long bytesTotal, boolean totalsKnown, long filesDone, long bytesDone, long failures) {
        this(filesTotal, bytesTotal, totalsKnown, filesDone, bytesDone, failures, "");
    }
}
