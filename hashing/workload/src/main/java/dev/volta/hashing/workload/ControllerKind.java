package dev.volta.hashing.workload;

import dev.volta.core.config.ByteSize;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.wire.Quantities;
import java.util.Optional;

/** The service that hands out work and takes in results. */
final class ControllerKind implements ServiceKind {
    /** Clients and metrics, the Java runtime, logs, and what comes and goes. */
    private static final long OWN_FILES = 256;

    /** The socket of the controller, as processes of {@code place}'s node open it. */
    static String socket(Site.Place place) {
        return socket(place.folders().run());
    }

    static String socket(String runFolder) {
        return runFolder + "/controller.sock";
    }

    @Override
    public String name() {
        return "controller";
    }

    @Override
    public String jar() {
        return "volta-controller.jar";
    }

    @Override
    public Optional<String> tooLittle(ByteSize memory) {
        return JvmMemory.tooLittle(memory);
    }

    /** A connection for each worker, two files for each node with inputs, and what it has open besides. */
    @Override
    public Optional<OpenFiles> openFiles(Site site) {
        var places = site.of(NodeServices.WORKER.name());
        var workers = places.stream().mapToLong(Site.Place::processes).sum();
        return Optional.of(new OpenFiles(
                OWN_FILES + workers + 2L * places.size(),
                "with " + Quantities.count(workers, "worker") + " on " + Quantities.count(places.size(), "node")));
    }
}
