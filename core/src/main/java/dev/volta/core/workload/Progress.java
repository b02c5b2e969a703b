package dev.volta.core.workload;

/**
 * How far work has come. The totals grow until {@code totalsKnown}; before that no remaining time can be told.
 *
 * @param items what is counted beside bytes, in plural, such as {@code files}
 * @param bytesDone counts the part of unfinished items as well
 * @param waitsFor why it does not come further now, in words; empty while it does
 */
public record Progress(
        String items,
        long itemsTotal,
        long bytesTotal,
        boolean totalsKnown,
        long itemsDone,
        long bytesDone,
        long failures,
        String waitsFor) {
    /** Of work that goes on. */
    public Progress(
            String items,
            long itemsTotal,
            long bytesTotal,
            boolean totalsKnown,
            long itemsDone,
            long bytesDone,
            long failures) {
        this(items, itemsTotal, bytesTotal, totalsKnown, itemsDone, bytesDone, failures, "");
    }
}
