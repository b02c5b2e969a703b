package dev.volta.hashing.workload;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.report.MeasuredQuantities;
import dev.volta.core.report.PlottedMeasure;
import dev.volta.core.report.PlottedMeasure.Scale;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.Quantity.Use;
import dev.volta.core.report.Unit;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.service.Site;
import dev.volta.core.wire.RawText;
import dev.volta.core.workload.RunningSite;
import dev.volta.core.workload.Workload;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A digest of every file below the inputs, computed by a controller and its workers. */
public final class DigestWorkload implements Workload {
    static final Quantity BYTES = new Quantity("bytes", "bytes", Unit.BYTES, Use.AMOUNT);
    static final Quantity FILES = new Quantity("files", "files", Unit.COUNT, Use.DETAIL);

    /** Files that were handed out again because a worker was lost. */
    static final Quantity REQUEUED = new Quantity("requeued", "requeued", Unit.COUNT, Use.DETAIL);

    private static final MeasuredQuantities QUANTITIES = MeasuredQuantities.with(
            List.of(BYTES, FILES, REQUEUED), "worker", List.of(BYTES, FILES, Quantity.BUSY, Quantity.CPU));

    private static final PlottedMeasure READ = new PlottedMeasure(
            "volta_worker_bytes_per_second",
            "throughput",
            "Throughput",
            "Bytes that the workers of a node read",
            Scale.BYTES_PER_SECOND);

    private final Algorithm algorithm;
    private final Symlinks symlinks;
    private final List<NamedRoot> roots;
    private final List<RawPath> excluded;
    private final NodeServices services;

    /**
     * @param excluded directories that are left out where they lie below an input, such as the one the results go to
     * @param services the controller and the workers that do the work
     */
    public DigestWorkload(DigestWork work, List<Path> excluded, NodeServices services) {
        this.algorithm = work.algorithm();
        this.symlinks = work.symlinks();
        this.roots = work.inputs().stream().map(DigestWorkload::root).toList();
        this.excluded = excluded.stream()
                .map(path -> RawPath.parse(RawText.of(path.toAbsolutePath())))
                .toList();
        this.services = services;
    }

    private static NamedRoot root(ExperimentInput input) {
        return switch (input) {
            case ExperimentInput.Local _ -> NamedRoot.of("", input.absolute(), input);
            case ExperimentInput.Shared _ -> NamedRoot.of("", input.given(), input);
            case ExperimentInput.OnNode bound -> NamedRoot.of(bound.node().value(), input.given(), input);
        };
    }

    @Override
    public MeasuredQuantities quantities() {
        return QUANTITIES;
    }

    @Override
    public WorkloadSummary summary() {
        return DigestTotals.none(algorithm.id()).summary();
    }

    @Override
    public String success() {
        return "every input was read";
    }

    @Override
    public List<PlottedMeasure> plots() {
        return List.of(READ);
    }

    @Override
    public Session open(RunningSite running, Duration patience) throws InterruptedException {
        return Interruptibly.call(() -> {
            var client = ControllerClient.connect(running.socket().orElseThrow(), services.clientToken(), patience);
            var workers = running.site().of(NodeServices.WORKER.name()).stream()
                    .mapToInt(Site.Place::processes)
                    .sum();
            client.awaitWorkers(workers, patience);
            return new DigestSession(client, algorithm, symlinks, roots, excluded);
        });
    }
}
