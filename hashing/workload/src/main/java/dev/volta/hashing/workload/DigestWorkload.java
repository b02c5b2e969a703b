package dev.volta.hashing.workload;

import dev.volta.core.config.Input;
import dev.volta.core.config.Work;
import dev.volta.core.service.Site;
import dev.volta.core.wire.RawText;
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
    private final Algorithm algorithm;
    private final Symlinks symlinks;
    private final List<NamedRoot> roots;
    private final List<RawPath> excluded;
    private final NodeServices services;

    /**
     * @param excluded directories that are left out where they lie below an input, such as the one the results go to
     * @param services the controller and the workers that do the work
     */
    public DigestWorkload(Work.Digest work, List<Path> excluded, NodeServices services) {
        this.algorithm = Algorithm.named(work.algorithm())
                .orElseThrow(() -> new IllegalArgumentException("unknown algorithm " + work.algorithm()));
        this.symlinks = switch (work.symlinks()) {
            case SKIP -> Symlinks.SKIP;
            case FOLLOW -> Symlinks.FOLLOW;
        };
        this.roots = work.inputs().stream().map(DigestWorkload::root).toList();
        this.excluded = excluded.stream()
                .map(path -> RawPath.parse(RawText.of(path.toAbsolutePath())))
                .toList();
        this.services = services;
    }

    private static NamedRoot root(Input input) {
        return switch (input) {
            case Input.Local _ -> NamedRoot.of("", input.absolute(), input);
            case Input.Shared _ -> NamedRoot.of("", input.given(), input);
            case Input.OnNode bound -> NamedRoot.of(bound.node().value(), input.given(), input);
        };
    }

    @Override
    public Session open(Site site, Path socket, Duration patience) throws InterruptedException {
        return Interruptibly.call(() -> {
            var client = ControllerClient.connect(socket, services.clientToken(), patience);
            var workers = site.of(NodeServices.WORKER.name()).stream()
                    .mapToInt(Site.Place::processes)
                    .sum();
            client.awaitWorkers(workers, patience);
            return new DigestSession(client, algorithm, symlinks, roots, excluded);
        });
    }
}
