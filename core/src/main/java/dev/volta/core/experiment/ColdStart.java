package dev.volta.core.experiment;

import dev.volta.core.cache.Level;
import dev.volta.core.cache.PageCache;
import dev.volta.core.cache.Residency;
import dev.volta.core.config.NodeName;
import dev.volta.core.privilege.Sudo;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.RunWarning;
import dev.volta.core.run.Parallel;
import dev.volta.core.wire.Quantities;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the inputs cold before a trial: writes back and drops the caches once per kernel, then looks whether the inputs
 * have left memory. What was not seen to have left is not called cold.
 */
final class ColdStart {
    private final Collection<Remote> nodes;
    private final Function<NodeName, List<String>> inputs;
    private final Sudo sudo = new Sudo(Optional::empty);

    ColdStart(Collection<Remote> nodes, Function<NodeName, List<String>> inputs) {
        this.nodes = List.copyOf(nodes);
        this.inputs = inputs;
    }

    /**
     * Drops, and tells what makes the coldness doubtful.
     *
     * @throws RemoteException if the caches of a node cannot be dropped; then nothing was dropped
     */
    Optional<RaisedWarning> prepare() throws InterruptedException {
        var kernels = new LinkedHashMap<String, PageCache>();
        Parallel.with(nodes, this::kernel).values().forEach(kernel -> kernels.putIfAbsent(kernel.id(), kernel.cache()));
        Parallel.with(kernels.values(), cache -> {
            cache.drop(Level.ALL);
            return cache;
        });
        return Parallel.with(nodes, this::doubt).values().stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private record Kernel(String id, PageCache cache) {}

    private Kernel kernel(Remote node) throws InterruptedException {
        var cache = new PageCache(node, sudo.on(node));
        return new Kernel(cache.kernel(), cache);
    }

    private Optional<RaisedWarning> doubt(Remote node) throws InterruptedException {
        return doubtful(node).map(detail -> new RaisedWarning(RunWarning.COLD_UNPROVEN, node.node() + ": " + detail));
    }

    private Optional<String> doubtful(Remote node) throws InterruptedException {
        List<Residency> files;
        try {
            files = PageCache.residency(node, inputs.apply(node.node()));
        } catch (RemoteException e) {
            return Optional.of("cannot see what is in memory: " + e.getMessage());
        }
        var resident = files.stream().mapToLong(Residency::residentBytes).sum();
        if (resident == 0) {
            return Optional.empty();
        }
        var inMemory = files.stream().anyMatch(Residency::livesInMemory) ? "; some of it lies on tmpfs" : "";
        return Optional.of(Quantities.bytes(resident) + " of the inputs were still in memory" + inMemory);
    }
}
