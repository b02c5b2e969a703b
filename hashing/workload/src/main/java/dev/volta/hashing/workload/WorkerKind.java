package dev.volta.hashing.workload;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.facts.HostFacts;
import dev.volta.core.service.ServiceKind;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** The service that does what a controller hands out. */
final class WorkerKind implements ServiceKind {
    /** On all nodes together; a controller takes so many (docs/protocol.md, "Back-pressure"). */
    static final int MOST = 1024;

    private static final Key<Integer> INSTANCES = Key.optional(
            NodeServices.INSTANCES,
            Shapes.wholeNumber(1, MOST),
            "How many of it run on each node, for kind worker; absent: one per processor that it may use.");

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public List<Key<?>> keys() {
        return List.of(INSTANCES);
    }

    @Override
    public String jar() {
        return "volta-worker.jar";
    }

    /** Unless it is said, one per processor that the service may use, as far as one controller takes them. */
    @Override
    public int processes(ServiceSpec service, HostFacts host) {
        return service.setting(INSTANCES.name(), Integer.class).orElseGet(() -> {
            int processors = Math.min(host.logicalCpus().toOptional().orElse(1), MOST);
            return service.limits()
                    .cpus()
                    .map(cpus -> Math.min(
                            processors, cpus.setScale(0, RoundingMode.CEILING).intValue()))
                    .orElse(processors);
        });
    }

    @Override
    public Optional<String> tooLittle(ByteSize memory) {
        return JvmMemory.tooLittle(memory);
    }

    @Override
    public boolean hasIdentity() {
        return true;
    }

    @Override
    public boolean isUnitOf(NodeName node, String unit) {
        var stem = unit(NodeServices.id(node, ""));
        return unit.startsWith(stem) && unit.substring(stem.length()).matches("[0-9]+");
    }

    /** The unit of the worker with this id. */
    static String unit(String id) {
        return "worker-" + id;
    }
}
