package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.Node;
import dev.volta.core.config.Problem;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.shapes.TreeJson;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import dev.volta.core.config.yaml.YamlReader;
import dev.volta.core.service.TestKinds;
import dev.volta.core.workload.command.CommandDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final List<WorkKind> KINDS = Stream.concat(
                    TestWork.KINDS.stream(), Stream.of(new CommandDriver().kind()))
            .toList();

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void everyFleetAmongTheExamplesIsRight() throws IOException {
        for (var file : named("volta.yaml")) {
            assertThat(fleet(file).value().nodes()).as(file.toString()).isNotEmpty();
        }
    }

    @Test
    void everyExperimentAmongTheExamplesIsRight() throws IOException {
        for (var file : named("experiment.yaml")) {
            var fleet = fleet(file.resolveSibling("volta.yaml")).value();
            assertThat(ExperimentSource.read(Optional.of(file), List.of(), KINDS, fleet.inventory())
                            .value()
                            .name())
                    .as(file.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void theTopPortsConfGivesThreeNodes() {
        var files = new FleetFiles(TOP, Optional.empty(), Optional.of(TOP.resolve("ports.conf")), Optional.empty());
        assertThat(FleetSource.read(files, TestKinds.known(), Map.of())
                        .value()
                        .inventory()
                        .nodes())
                .hasSize(3);
    }

    @Test
    void theMinimalExampleHoldsWithAndWithoutItsPortsConf() {
        var file = TOP.resolve("examples/minimal/volta.yaml");
        var alone =
                new FleetFiles(TOP.resolve("examples/minimal"), Optional.of(file), Optional.empty(), Optional.empty());
        assertThat(FleetSource.read(alone, TestKinds.known(), Map.of())
                        .value()
                        .inventory()
                        .nodes())
                .map(Node::address)
                .containsExactly("127.0.0.1", "127.0.0.1", "127.0.0.1");
        assertThat(FleetSource.read(alone, TestKinds.known(), Map.of())
                        .value()
                        .inventory()
                        .nodes()
                        .getLast()
                        .vm())
                .isPresent();
        assertThat(fleet(file).value().inventory().nodes())
                .hasSize(3)
                .allMatch(node -> node.vm().isPresent());
    }

    @Test
    void theExperimentOfTheMinimalExampleStatesTheDefaults() {
        var file = TOP.resolve("examples/minimal/experiment.yaml");
        var fleet = fleet(file.resolveSibling("volta.yaml")).value();
        var stated = ExperimentSource.read(Optional.of(file), List.of(), KINDS, fleet.inventory());
        var unsaid = ExperimentSource.read(
                Optional.empty(), List.of(Overlay.of("--name", "name", "minimal")), KINDS, fleet.inventory());
        assertThat(stated.value()).isEqualTo(unsaid.value());
    }

    @Test
    void theProfilesAreATenthMoreThanTheirNamesSay() {
        for (var name : List.of("32_2", "64_4", "128_8", "128_16")) {
            var file = Profiles.find(name, "--profile", List.of(TOP.resolve("examples/profiles")));
            var problems = new ArrayList<Problem>();
            var text = SourceText.read(file, problems);
            var variables = EnvFile.variables(text.orElseThrow(), problems).stream()
                    .collect(Collectors.toMap(
                            Tree.Entry::key, entry -> entry.value().scalar().orElseThrow()));
            var numbers = name.split("_", -1);
            assertThat(problems).isEmpty();
            assertThat(variables)
                    .containsEntry("CPUS", numbers[1])
                    .containsEntry("MEMORY", Integer.parseInt(numbers[0]) * 11 / 10.0 + "GiB");
        }
    }

    @Test
    void theSchemasAcceptTheExamplesAndWhatShowPrints() throws IOException {
        var fleetSchema = new ObjectMapper().readTree(Schemas.fleet(TestKinds.known()));
        for (var file : named("volta.yaml")) {
            assertThat(SchemaCheck.violations(fleetSchema, json(file)))
                    .as(file.toString())
                    .isEmpty();
            var shown = EffectiveText.yaml(fleet(file).tree());
            assertThat(SchemaCheck.violations(fleetSchema, json(shown)))
                    .as(shown)
                    .isEmpty();
        }
        var experimentSchema = new ObjectMapper().readTree(Schemas.experiment(KINDS));
        for (var file : named("experiment.yaml")) {
            assertThat(SchemaCheck.violations(experimentSchema, json(file)))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @Test
    void theSchemasRefuseWhatTheReadingRefuses() throws IOException {
        var schema = new ObjectMapper().readTree(Schemas.fleet(TestKinds.known()));
        for (var wrong : List.of(
                "fleat: {}",
                "nodes: []",
                "nodes: [{adress: a, name: a}]",
                "nodes: [{address: a}]",
                "nodes: [{name: a, port: 70000}]",
                "nodes: [{name: a, port: ssh}]",
                "services: {a: {on: '*'}}",
                "services: {a: {on: '*', kind: worker, command: [x]}}",
                "services: {a: {on: '*', kind: wroker}}",
                "services: {a: {on: '*', kind: worker, limits: {memory: 5}}}",
                "services: {a: {on: '*', kind: worker, health: {tcp: 1, http: 'http://x'}}}",
                "services: {a: {on: '*', kind: worker, health: {tcp: 1, timeout: 5}}}",
                "services: {a b: {on: '*', kind: worker}}")) {
            assertThat(SchemaCheck.violations(schema, json(wrong))).as(wrong).isNotEmpty();
        }
    }

    /** Values of variables are not shown. */
    private static List<ServiceSpec> withoutVariables(List<ServiceSpec> services) {
        return services.stream()
                .map(one -> new ServiceSpec(
                        one.name(),
                        one.on(),
                        one.program(),
                        one.after(),
                        Map.of(),
                        one.settings(),
                        one.limits(),
                        one.ports(),
                        one.forward(),
                        one.health()))
                .toList();
    }

    @Test
    void whatShowPrintsReadsBackAsTheSame() throws IOException {
        var original = fleet(TOP.resolve("examples/minimal/volta.yaml"));
        var shown = Files.writeString(folder.resolve("volta.yaml"), EffectiveText.yaml(original.tree()));
        Files.copy(TOP.resolve("examples/minimal/worker.env"), folder.resolve("worker.env"));
        var again = fleet(shown);
        assertThat(withoutVariables(again.value().services()))
                .isEqualTo(withoutVariables(original.value().services()));
        assertThat(again.value().inventory().nodes())
                .map(Node::reach)
                .isEqualTo(original.value().inventory().nodes().stream()
                        .map(Node::reach)
                        .toList());
    }

    private static Effective<Configuration> fleet(Path file) {
        return FleetSource.read(
                FleetFiles.find(Path.of(""), Optional.of(file), Optional.empty(), Optional.empty()),
                TestKinds.known(),
                Map.of());
    }

    private static List<Path> named(String name) throws IOException {
        try (var files = Files.walk(TOP.resolve("examples"))) {
            var found = files.filter(file -> file.endsWith(name)).sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return json(Files.readString(file));
    }

    private static JsonNode json(String yaml) {
        return TreeJson.of(tree(yaml));
    }

    private static Tree tree(String yaml) {
        return YamlReader.read(new SourceText("f.yaml", yaml), new ArrayList<>())
                .orElseThrow();
    }
}
