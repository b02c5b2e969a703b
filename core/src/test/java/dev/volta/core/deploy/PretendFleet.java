package dev.volta.core.deploy;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.FleetSource;
import dev.volta.core.facts.ClockOffset;
import dev.volta.core.facts.Fact;
import dev.volta.core.facts.HostFacts;
import dev.volta.core.facts.NodeFacts;
import dev.volta.core.plan.Step;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.service.SocketStar;
import dev.volta.core.service.TestKinds;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import dev.volta.core.supervisor.ServiceUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Nodes that only plans see; a plan that is carried out changes what the next one sees. */
final class PretendFleet {
    private static final String VERSION = "1.0";

    private final Path folder;
    private final Map<NodeName, ObservedNode> views = new LinkedHashMap<>();
    private final Set<NodeName> unseen = new HashSet<>();
    private String jarSum = "a".repeat(64);
    private String setting = "one";
    private Optional<RuntimeImage> runtime = Optional.empty();
    private Configuration configuration;

    private PretendFleet(Path folder, Configuration configuration) {
        this.folder = folder;
        this.configuration = configuration;
    }

    /** Empty nodes with two processors and Java 25, as {@code yaml} describes them. */
    static PretendFleet of(Path folder, String yaml) throws IOException {
        var fleet = new PretendFleet(folder, read(folder, yaml));
        var survey = new NodeSurvey("test", VERSION, false, List.of(), TestKinds.SUPERVISORS, List.of());
        fleet.configuration.inventory().nodes().forEach(node -> fleet.views.put(node.name(), survey.empty(node)));
        return fleet;
    }

    private static Configuration read(Path folder, String yaml) throws IOException {
        Files.writeString(folder.resolve("volta.yaml"), yaml);
        var files = FleetFiles.find(folder, Optional.empty(), Optional.empty(), Optional.empty());
        return FleetSource.read(files, TestKinds.known(), Map.of()).value();
    }

    void describe(String yaml) throws IOException {
        configuration = read(folder, yaml);
    }

    void changeJars() {
        jarSum = "b".repeat(64);
    }

    void changeSetting() {
        setting = "two";
    }

    void lose(String node) {
        unseen.add(new NodeName(node));
    }

    ObservedNode view(String node) {
        return Objects.requireNonNull(views.get(new NodeName(node)));
    }

    void change(String node, UnaryOperator<ObservedNode> change) {
        views.computeIfPresent(new NodeName(node), (_, view) -> change.apply(view));
    }

    void state(String node, String unit, ServiceState state) {
        state(node, unit, state, Optional.empty());
    }

    void state(String node, String unit, ServiceState state, Optional<String> trouble) {
        change(
                node,
                view -> withServices(
                        view,
                        services -> services.computeIfPresent(
                                unit,
                                (_, status) -> new ServiceStatus(
                                        unit,
                                        state,
                                        status.definition(),
                                        status.up(),
                                        status.memoryBytes(),
                                        trouble,
                                        Optional.empty()))));
    }

    /** Has a service run for {@code up}, after as many restarts, each after it had run for {@code ran}. */
    void restarted(String node, String unit, int restarts, Duration ran, Duration up) {
        become(
                node,
                unit,
                before -> new ServiceStatus(
                        unit,
                        new ServiceState.Running(4711, restarts),
                        before.definition(),
                        Fact.known(up),
                        before.memoryBytes(),
                        Optional.empty(),
                        Optional.of(ran)));
    }

    void damage(String node, String unit, String file) {
        become(
                node,
                unit,
                before -> new ServiceStatus(
                        unit,
                        before.state(),
                        before.definition(),
                        before.up(),
                        before.memoryBytes(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(file)));
    }

    private void become(String node, String unit, UnaryOperator<ServiceStatus> change) {
        change(
                node,
                view -> withServices(
                        view, services -> services.computeIfPresent(unit, (_, status) -> change.apply(status))));
    }

    /** From now on each of them is where the other was: their addresses were swapped. */
    void swap(String one, String other) {
        var first = view(one);
        var second = view(other);
        change(
                one,
                view -> withServices(
                        withFiles(view, files -> replace(files, second.files())),
                        services -> replace(services, second.services())));
        change(
                other,
                view -> withServices(
                        withFiles(view, files -> replace(files, first.files())),
                        services -> replace(services, first.services())));
    }

    private static <T> void replace(Map<String, T> old, Map<String, T> by) {
        old.clear();
        old.putAll(by);
    }

    /** Has this machine a Java to give to nodes with {@code architecture}. */
    void offerJava(String architecture) {
        runtime = Optional.of(new RuntimeImage("volta-jre-25", architecture, Path.of("jre-25.tar.gz")));
    }

    void edit(String node, String file) {
        change(node, view -> withFiles(view, files -> files.put(file, "edited")));
    }

    static ObservedNode withBootId(ObservedNode view, String bootId) {
        return withAccount(view, new LoginInfo("root", 0, "/root", bootId, false));
    }

    static ObservedNode withAccount(ObservedNode view, LoginInfo account) {
        return new ObservedNode(
                view.node(),
                account,
                view.layout(),
                view.supervisorKind(),
                view.facts(),
                view.files(),
                view.services(),
                view.listening(),
                view.enforcement());
    }

    static ObservedNode withFacts(ObservedNode view, NodeFacts facts) {
        return new ObservedNode(
                view.node(),
                view.account(),
                view.layout(),
                view.supervisorKind(),
                facts,
                view.files(),
                view.services(),
                view.listening(),
                view.enforcement());
    }

    static ObservedNode withListener(ObservedNode view, int port) {
        return new ObservedNode(
                view.node(),
                view.account(),
                view.layout(),
                view.supervisorKind(),
                view.facts(),
                view.files(),
                view.services(),
                Set.of(port),
                view.enforcement());
    }

    static NodeFacts withJavas(NodeFacts facts, List<String> javas) {
        return new NodeFacts(facts.host(), Fact.known(javas), facts.supervisor(), facts.freeBytes(), facts.clock());
    }

    static NodeFacts withClock(NodeFacts facts, Duration offset) {
        var clock = new ClockOffset(offset, Duration.ofMillis(1));
        return new NodeFacts(facts.host(), facts.javas(), facts.supervisor(), facts.freeBytes(), Fact.known(clock));
    }

    static NodeFacts withFree(NodeFacts facts, String mount, long bytes) {
        return new NodeFacts(
                facts.host(), facts.javas(), facts.supervisor(), Map.of(mount, Fact.known(bytes)), facts.clock());
    }

    static NodeFacts withMemory(NodeFacts facts, long bytes) {
        return withHost(facts, Fact.known(bytes), facts.host().architecture());
    }

    static NodeFacts withArchitecture(NodeFacts facts, String architecture) {
        return withHost(facts, facts.host().memoryBytes(), Fact.known(architecture));
    }

    private static NodeFacts withHost(NodeFacts facts, Fact<Long> memory, Fact<String> architecture) {
        var host = facts.host();
        var changed = new HostFacts(
                host.cpuModel(),
                host.cpuFlags(),
                host.logicalCpus(),
                memory,
                host.kernel(),
                architecture,
                host.distribution(),
                host.governors(),
                host.boost(),
                host.virtualisation(),
                host.jdk(),
                host.clockSource(),
                host.cgroup(),
                host.pageSizeBytes(),
                host.fileSystems());
        return new NodeFacts(changed, facts.javas(), facts.supervisor(), facts.freeBytes(), facts.clock());
    }

    private static ObservedNode withServices(ObservedNode view, Consumer<Map<String, ServiceStatus>> change) {
        var services = new HashMap<>(view.services());
        change.accept(services);
        return new ObservedNode(
                view.node(),
                view.account(),
                view.layout(),
                view.supervisorKind(),
                view.facts(),
                view.files(),
                services,
                view.listening(),
                view.enforcement());
    }

    private static ObservedNode withFiles(ObservedNode view, Consumer<Map<String, String>> change) {
        var files = new HashMap<>(view.files());
        change.accept(files);
        return new ObservedNode(
                view.node(),
                view.account(),
                view.layout(),
                view.supervisorKind(),
                view.facts(),
                files,
                view.services(),
                view.listening(),
                view.enforcement());
    }

    DesiredState desired() {
        var seen = new LinkedHashMap<>(views);
        seen.keySet().removeAll(unseen);
        return new DesiredState(configuration, seen, unseen, new TwoJars());
    }

    Scope everything() {
        return Scope.whole(views.keySet());
    }

    Scope only(String name, Scope.Aim aim) {
        return new Scope(views.keySet(), Optional.of(name), aim);
    }

    DeployPlan plan() {
        return plan(everything());
    }

    DeployPlan plan(Scope scope) {
        return Deployment.plan(desired(), scope);
    }

    DeployPlan shutdown() {
        return Shutdown.plan(desired(), everything());
    }

    /** {@code STAGE / NODE: STEP} of every step. */
    static List<String> told(DeployPlan plan) {
        var lines = new ArrayList<String>();
        for (var stage : plan.stages()) {
            var name = stage.rolling() ? stage.name() + " (rolling)" : stage.name();
            stage.steps()
                    .values()
                    .forEach(
                            steps -> steps.forEach(step -> lines.add(name + " / " + step.node() + ": " + brief(step))));
        }
        return lines;
    }

    private static String brief(Step step) {
        return switch (step) {
            case Step.StartService start -> "start " + start.unit().name();
            case Step.AwaitHealth await -> "await " + await.service();
            case Step.WriteFile _, Step.PushFile _, Step.Unpack _, Step.StopService _, Step.RemoveService _ ->
                step.tell();
        };
    }

    /** Has the nodes look as after {@code plan}. */
    void carryOut(DeployPlan plan) {
        plan.stages().forEach(stage -> stage.steps().values().forEach(steps -> steps.forEach(this::carryOut)));
    }

    private void carryOut(Step step) {
        var node = step.node().value();
        switch (step) {
            case Step.PushFile push -> change(node, view -> withFiles(view, files -> files.put(push.target(), jarSum)));
            case Step.WriteFile write ->
                change(
                        node,
                        view -> withFiles(
                                view, files -> files.put(write.file().path(), DesiredUnit.sha256(write.file()))));
            case Step.StartService start ->
                change(
                        node,
                        view -> withServices(
                                view,
                                services -> services.put(start.unit().name(), running(step.node(), start.unit()))));
            case Step.StopService stop -> state(node, stop.service(), new ServiceState.Stopped(OptionalInt.of(143)));
            case Step.RemoveService remove ->
                change(node, view -> withServices(view, services -> services.remove(remove.service())));
            case Step.Unpack unpack ->
                change(node, view -> withFacts(view, withJavas(view.facts(), List.of("25.0.3 " + unpack.folder()))));
            case Step.AwaitHealth _ -> {}
        }
    }

    private ServiceStatus running(NodeName node, ServiceUnit unit) {
        return new ServiceStatus(
                unit.name(),
                new ServiceState.Running(4711, 0),
                view(node.value()).format().definition(unit).digest(),
                Fact.known(Duration.ofMinutes(1)),
                Fact.known(1L << 20));
    }

    /** A controller with a live token per worker node, and workers that read a setting. */
    private final class TwoJars implements Programs, ServiceFamily {
        @Override
        public String version() {
            return VERSION;
        }

        @Override
        public Artifact jar(ServiceKind kind) {
            return new Artifact(Path.of(kind.jar()), jarSum);
        }

        @Override
        public List<ServiceFamily> families() {
            return List.of(this);
        }

        @Override
        public List<ServiceKind> kinds() {
            return List.of(TestKinds.CONTROLLER, TestKinds.WORKER);
        }

        @Override
        public Optional<SocketStar> sockets(Site site) {
            return Optional.empty();
        }

        @Override
        public List<PlannedUnit> units(Site site) {
            var controller = site.of("controller").getFirst();
            var tokens = new ArrayList<PlacedFile>();
            var all = new ArrayList<PlannedUnit>();
            for (var place : site.of("worker")) {
                var id = "worker-" + place.node() + "-1";
                tokens.add(new PlacedFile(controller.folders().conf() + "/" + id, "token", true, true));
                var settings = new PlacedFile(place.folders().conf() + "/" + id + ".conf", setting, false, false);
                all.add(unit(place, "worker", id, List.of(settings)));
            }
            all.addFirst(unit(controller, "controller", "controller", tokens));
            return all;
        }

        private static PlannedUnit unit(Site.Place place, String kind, String name, List<PlacedFile> files) {
            var argv = List.of(place.java(), place.folders().jar(kind));
            return new PlannedUnit(
                    place.node(), Optional.of(kind), new ServiceUnit(name, argv), files, Optional.empty());
        }

        @Override
        public Optional<RuntimeImage> runtime() {
            return runtime;
        }
    }
}
