package dev.volta.core.report;

import dev.volta.core.host.Fact;
import dev.volta.core.remote.NodeName;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What one worker did over the measured trials it took part in.
 *
 * @param busyShare busy time over the wall time of these trials
 */
record WorkerTotal(String worker, NodeName node, long bytes, long files, Fact<Double> busyShare) {
    static List<WorkerTotal> of(List<Trial> measured) {
        var totals = new LinkedHashMap<String, Sum>();
        for (var trial : measured) {
            for (var share : trial.workers()) {
                totals.merge(share.worker(), new Sum(share, trial.wallNanos()), Sum::plus);
            }
        }
        return totals.values().stream().map(Sum::total).toList();
    }

    private record Sum(WorkerShare share, long wallNanos) {
        Sum plus(Sum other) {
            var busy = share.busyNanos() instanceof Fact.Known<Long>(var here)
                    ? other.share.busyNanos().map(there -> here + there)
                    : share.busyNanos();
            return new Sum(
                    new WorkerShare(
                            share.worker(),
                            share.node(),
                            share.bytes() + other.share.bytes(),
                            share.files() + other.share.files(),
                            busy,
                            share.cpuNanos()),
                    wallNanos + other.wallNanos);
        }

        WorkerTotal total() {
            return new WorkerTotal(
                    share.worker(),
                    share.node(),
                    share.bytes(),
                    share.files(),
                    share.busyNanos().map(nanos -> (double) nanos / wallNanos));
        }
    }
}
