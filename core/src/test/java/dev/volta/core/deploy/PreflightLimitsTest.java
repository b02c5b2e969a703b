package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Limits;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.FleetSource;
import dev.volta.core.facts.Fact;
import dev.volta.core.facts.HostFacts;
import dev.volta.core.facts.NodeFacts;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.service.SocketStar;
import dev.volta.core.service.TestKinds;
import dev.volta.core.supervisor.Enforcement;
import dev.volta.core.supervisor.ServiceUnit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a node with 4 processors and 8 GiB of memory. */
class PreflightLimitsTest {
    private static final Enforcement BOTH = new Enforcement(Fact.known("2 /c"), Fact.known("2 /c"));
    private static final Enforcement PROCESSORS =
            new Enforcement(Fact.unavailable("there is none"), Fact.known("2 /c"));

    @TempDir
    private Path folder;

    @Test
    void refusesMoreThanTheNodeHas() throws IOException {
        assertThat(refusals("memory: 8.5GiB, cpus: 5", BOTH))
                .containsExactly(
                        "local: web may use 5 processors, and the node has 4; choose a smaller limit or profile, or another"
                                + " node",
                        "local: web may use 8.50 GiB, and the node has 8.00 GiB; choose a smaller limit or profile, or"
                                + " another node");
        assertThat(refusals("memory: 8GiB, cpus: 4", BOTH)).isEmpty();
    }

    @Test
    void refusesLimitsThatNobodyWouldEnforce() throws IOException {
        assertThat(refusals("memory: 1GiB, cpus: 1", PROCESSORS))
                .containsExactly(
                        "local: cannot hold web to its limits: there is none; log in as root, take the limits out,"
                                + " or do without them: --limits advisory");
        assertThat(refusals("cpus: 1", PROCESSORS)).isEmpty();
    }

    @Test
    void goesWithoutThemIfThatIsAskedFor() throws IOException {
        var desired = web("memory: 1GiB, cpus: 1", PROCESSORS);
        var findings = Preflight.findings(
                desired, Scope.whole(desired.views().keySet()).with(Scope.LimitRule.ADVISORY));
        assertThat(findings).hasSize(1).noneMatch(Finding::refuses);
        assertThat(desired.wanted().getFirst().planned().unit().limits())
                .isEqualTo(new Limits(Optional.empty(), Optional.of(new BigDecimal("1"))));
    }

    @Test
    void dividesTheMemoryOfANodeAmongItsWorkers() throws IOException {
        var fleet = "services: {controller: {on: '*', kind: controller}, worker: {on: '*', kind: worker, limits: {";
        assertThat(refusals(desired(fleet + "memory: 100MiB, cpus: 2}}}\n", BOTH)))
                .containsExactly(
                        "local: worker may use 100MiB in 2 processes: 50MiB is not 64; raise its limits.memory, or"
                                + " run fewer of them");
        assertThat(refusals(desired(fleet + "memory: 100MiB, cpus: 1}}}\n", BOTH)))
                .isEmpty();
    }

    @Test
    void wantsAsManyDescriptorsAsTheControllerHasConnectionsAndFiles() throws IOException {
        var fleet =
                "services: {controller: {on: '*', kind: controller}, worker: {on: '*', kind: worker, instances: 5}}\n";
        // 256 of its own, one for each worker, two for the node.
        for (var most : new long[] {262, 263, 264}) {
            var refused = refusals(withOpenFiles(desired(fleet, BOTH), Fact.known(most), new PlainKind()));
            if (most < 263) {
                assertThat(refused)
                        .containsExactly("local: controller may have 262 files open, and with 5 workers on 1 node it"
                                + " needs 263; raise the hard limit of open files of root there (nofile in"
                                + " /etc/security/limits.conf, or ulimit -Hn), or use fewer workers");
            } else {
                assertThat(refused).isEmpty();
            }
        }
        assertThat(refusals(withOpenFiles(desired(fleet, BOTH), Fact.known(10L), new SystemdKind())))
                .isEmpty();
        assertThat(refusals(withOpenFiles(desired(fleet, BOTH), Fact.unavailable("it is unlimited"), new PlainKind())))
                .isEmpty();
    }

    /** On a node with systemd, which keeps services of root alone. */
    private static DesiredState withOpenFiles(DesiredState desired, Fact<Long> most, SupervisorKind kind) {
        var view = desired.views().sequencedValues().getFirst();
        var account = new LoginInfo("root", 0, "/root", "boot", true, most);
        var changed = new ObservedNode(
                view.node(),
                account,
                view.layout(),
                kind,
                view.facts(),
                view.files(),
                view.services(),
                view.listening(),
                view.enforcement());
        return new DesiredState(
                desired.configuration(), new LinkedHashMap<>(Map.of(changed.name(), changed)), Set.of(), new Sixty());
    }

    private List<String> refusals(String limits, Enforcement enforcement) throws IOException {
        return refusals(web(limits, enforcement));
    }

    private static List<String> refusals(DesiredState desired) {
        return Preflight.findings(desired, Scope.whole(desired.views().keySet())).stream()
                .filter(Finding::refuses)
                .map(Finding::toString)
                .toList();
    }

    private DesiredState web(String limits, Enforcement enforcement) throws IOException {
        return desired("services: {web: {on: '*', command: [x], limits: {" + limits + "}}}\n", enforcement);
    }

    private DesiredState desired(String fleet, Enforcement enforcement) throws IOException {
        var file = Files.writeString(folder.resolve("volta.yaml"), fleet + "nodes: [{name: local, address: local}]\n");
        var configuration = FleetSource.read(
                        new FleetFiles(folder, Optional.of(file), Optional.empty(), Optional.empty()),
                        TestKinds.known(),
                        Map.of())
                .value();
        var view = view(configuration, enforcement);
        return new DesiredState(configuration, new LinkedHashMap<>(Map.of(view.name(), view)), Set.of(), new Sixty());
    }

    private static ObservedNode view(Configuration configuration, Enforcement enforcement) {
        var node = configuration.inventory().nodes().getFirst();
        var account = new LoginInfo("root", 0, "/root", "boot", false);
        var layout = NodeLayout.of(node.paths(), node.name(), account, "volta");
        var host = new HostFacts(
                no(),
                no(),
                Fact.known(4),
                Fact.known(8L << 30),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                Map.of());
        var facts = new NodeFacts(host, Fact.known(List.of("25.0.1 /jdk")), no(), Map.of(), no());
        return new ObservedNode(
                node, account, layout, new PlainKind(), facts, Map.of(), Map.of(), Set.of(), enforcement);
    }

    private static <T> Fact<T> no() {
        return Fact.unavailable("not asked");
    }

    /** Programs that need 64 MiB. */
    private record Sixty() implements Programs, ServiceFamily {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Artifact jar(ServiceKind kind) {
            return new Artifact(Path.of("a.jar"), "0123456789abcdef");
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
            var units = new ArrayList<PlannedUnit>();
            units.add(unit(site.of("controller").getFirst(), "controller", "controller"));
            for (var place : site.of("worker")) {
                for (int number = 1; number <= place.processes(); number++) {
                    units.add(unit(place, "worker", "worker-" + number));
                }
            }
            return units;
        }

        private static PlannedUnit unit(Site.Place place, String kind, String name) {
            return new PlannedUnit(
                    place.node(), Optional.of(kind), new ServiceUnit(name, List.of(name)), List.of(), Optional.empty());
        }

        @Override
        public Optional<RuntimeImage> runtime() {
            return Optional.empty();
        }
    }
}
