package dev.volta.core.service;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.load.KnownServices;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.deploy.PlainKind;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.deploy.SystemdKind;
import dev.volta.core.facts.HostFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A controller and workers that run nowhere but in descriptions and plans, and the supervisors that there are. */
public final class TestKinds {
    public static final ServiceKind CONTROLLER = new Controller();
    public static final ServiceKind WORKER = new Worker();
    public static final Supervisors SUPERVISORS = new Supervisors(List.of(new SystemdKind(), new PlainKind()));
    private static final Key<Integer> INSTANCES =
            Key.optional("instances", Shapes.wholeNumber(1, 1024), "How many of it run on each node, for kind worker.");

    private TestKinds() {}

    public static KnownServices known() {
        var kinds = new LinkedHashMap<String, List<Key<?>>>();
        kinds.put("controller", List.of());
        kinds.put("worker", List.of(INSTANCES));
        return new KnownServices(
                kinds,
                "{controller: {on: controller, kind: controller}, worker: {on: worker, kind: worker, after: [controller]}}");
    }

    private static Optional<String> below64(ByteSize memory) {
        return memory.bytes() < 64L << 20 ? Optional.of(memory + " is not 64") : Optional.empty();
    }

    private static final class Controller implements ServiceKind {
        @Override
        public String name() {
            return "controller";
        }

        @Override
        public String jar() {
            return "controller.jar";
        }

        @Override
        public Optional<String> tooLittle(ByteSize memory) {
            return below64(memory);
        }

        @Override
        public Optional<KeptFiles> kept() {
            return Optional.of(new KeptFiles(
                    "work/*/plan",
                    "done",
                    head -> head[0] == 2 ? Optional.empty() : Optional.of("is of version " + head[0] + ", not 2"),
                    "end it"));
        }

        @Override
        public Optional<OpenFiles> openFiles(Site site) {
            var places = site.of("worker");
            var workers = places.stream().mapToInt(Site.Place::processes).sum();
            return Optional.of(new OpenFiles(
                    256 + workers + 2L * places.size(),
                    "with %d workers on %d node".formatted(workers, places.size())));
        }
    }

    private static final class Worker implements ServiceKind {
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
            return "worker.jar";
        }

        @Override
        public int processes(ServiceSpec service, HostFacts host) {
            return service.setting("instances", Integer.class)
                    .or(() -> service.limits().cpus().map(cpus -> Math.max(1, cpus.intValue())))
                    .or(() -> host.logicalCpus().toOptional())
                    .orElse(1);
        }

        @Override
        public Optional<String> tooLittle(ByteSize memory) {
            return below64(memory);
        }

        @Override
        public boolean hasIdentity() {
            return true;
        }

        @Override
        public boolean isUnitOf(NodeName node, String unit) {
            return unit.matches("worker-\\Q" + node + "\\E-[0-9]+");
        }
    }
}
