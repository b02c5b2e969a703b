package dev.volta.core.report;

import dev.volta.core.host.Fact;
import dev.volta.core.report.Svg.Anchor;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What each worker carried and how long it was busy: uneven dispatch, stragglers, idle workers. */
final class WorkerPlot {
    private static final int WIDTH = 880;
    private static final int ROW = 26;
    private static final int BAR = 14;
    private static final int TOP = 30;
    private static final int BYTES = 170;
    private static final int BUSY = 545;
    private static final int LENGTH = 255;
    /** As many bars as fit on a page; of a larger fleet the ends of the order are shown, where the trouble is. */
    static final int SHOWN = 48;

    private WorkerPlot() {}

    static List<WorkerTotal> shown(List<WorkerTotal> workers) {
        if (workers.size() <= SHOWN) {
            return workers;
        }
        var byBytes = new ArrayList<>(workers);
        byBytes.sort(Comparator.comparingLong(WorkerTotal::bytes).reversed());
        byBytes.subList(SHOWN / 2, byBytes.size() - SHOWN / 2).clear();
        return byBytes;
    }

    static String of(List<WorkerTotal> all) {
        var workers = shown(all);
        var most =
                Math.max(1, workers.stream().mapToLong(WorkerTotal::bytes).max().orElse(1));
        var height = TOP + workers.size() * ROW + 6;
        var svg = new Svg(
                "workers",
                WIDTH,
                height,
                "Work per worker",
                "%d of %d workers with their bytes and the share of time they were busy"
                        .formatted(workers.size(), all.size()));
        svg.text("label", Anchor.START, BYTES, 14, "bytes");
        svg.text("label", Anchor.START, BUSY, 14, "busy share of wall time");
        for (var i = 0; i < workers.size(); i++) {
            row(svg, workers.get(i), TOP + i * ROW, most);
        }
        return svg.end();
    }

    private static void row(Svg svg, WorkerTotal worker, int y, long most) {
        var base = y + BAR - 3;
        var name = shortened(worker.worker());
        svg.text("tick", Anchor.END, BYTES - 12, base, name);
        var bytes = LENGTH * ((double) worker.bytes() / most);
        svg.rectangle("track", BYTES, y, LENGTH, BAR, "");
        svg.rectangle(
                "bar",
                BYTES,
                y,
                bytes,
                BAR,
                "%s on %s: %s in %s"
                        .formatted(
                                worker.worker(),
                                worker.node(),
                                Quantities.bytes(worker.bytes()),
                                Quantities.count(worker.files(), "file")));
        svg.text("tick", Anchor.START, BYTES + LENGTH + 10, base, Quantities.bytes(worker.bytes()));
        switch (worker.busyShare()) {
            case Fact.Known<Double>(var share) -> {
                svg.rectangle("track", BUSY, y, LENGTH, BAR, "");
                svg.rectangle(
                        "bar second",
                        BUSY,
                        y,
                        LENGTH * Math.clamp(share, 0, 1),
                        BAR,
                        worker.worker() + " busy " + Quantities.percent(share));
                svg.text("tick", Anchor.START, BUSY + LENGTH + 10, base, Quantities.percent(share));
            }
            case Fact.Unavailable<Double>(var reason) ->
                svg.text("note", Anchor.START, BUSY, base, "unavailable: " + reason);
        }
    }

    private static String shortened(String name) {
        return name.length() <= 22 ? name : "…" + name.substring(name.length() - 21);
    }
}
