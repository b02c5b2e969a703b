package dev.volta.hashing.workload;

import dev.volta.core.config.ByteSize;
import dev.volta.core.service.KeptFiles;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.wire.Quantities;
import dev.volta.hashing.node.journal.JournalFormat;
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

    /** The journals of jobs that have not ended. */
    @Override
    public Optional<KeptFiles> kept() {
        return Optional.of(new KeptFiles(
                "jobs/*/spec",
                "verdict",
                ControllerKind::objection,
                "end that job with the version of Volta that began it, or remove its folder"));
    }

    private static Optional<String> objection(byte[] head) {
        var version = JournalFormat.versionOf(head);
        return version.isEmpty() || version.getAsInt() == JournalFormat.VERSION
                ? Optional.empty()
                : Optional.of("was written in version " + version.getAsInt()
                        + " of the journal, and the controller that would be started reads version "
                        + JournalFormat.VERSION);
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
