package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.config.shapes.TreeJson;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.YamlReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentSourceTest {
    @TempDir
    private Path folder;

    @Test
    void hasTheseDefaults() {
        assertThat(ExperimentSource.read(Optional.empty(), List.of(), TestWork.KINDS, Inventory.local())
                        .value())
                .isEqualTo(new Experiment(
                        "experiment",
                        new TestWork.Digest("sha256", List.of(new ExperimentInput.Local(Path.of("."))), "skip"),
                        1,
                        0,
                        OptionalInt.empty(),
                        Limits.NONE,
                        Experiment.Cache.WARM,
                        Duration.ofHours(24),
                        OptionalInt.empty(),
                        Path.of("results")));
    }

    @Test
    void readsEveryKey() throws IOException {
        var experiment = read("""
                name: big
                workload:
                  kind: digest
                  algorithm: blake3
                  inputs: [a, local:/b, shared:/c]
                  symlinks: follow
                repeat: 10
                warmup: 2
                workers: 4
                limits: {memory: 5GiB, cpus: 2.5}
                cache: cold
                timeout: 90s
                seed: 7
                out: elsewhere
                """);
        assertThat(experiment)
                .isEqualTo(new Experiment(
                        "big",
                        new TestWork.Digest(
                                "blake3",
                                List.of(
                                        ExperimentInput.parse("a"),
                                        ExperimentInput.parse("local:/b"),
                                        ExperimentInput.parse("shared:/c")),
                                "follow"),
                        10,
                        2,
                        OptionalInt.of(4),
                        new Limits(Optional.of(new ByteSize(5L << 30)), Optional.of(new BigDecimal("2.5"))),
                        Experiment.Cache.COLD,
                        Duration.ofSeconds(90),
                        OptionalInt.of(7),
                        Path.of("elsewhere")));
    }

    @Test
    void refusesAFileThatSaysNothing() throws IOException {
        for (var nothing :
                List.of("", "\n\n", "# workload:\n#   inputs: [a]\n", "{}\n", "\ufeff", "---\n...\n", "null\n")) {
            assertThat(problems(nothing))
                    .as("'%s'", nothing)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("e.yaml:")
                    .containsPattern(
                            "describes nothing; expected at least workload|no value; expected the description");
        }
    }

    @Test
    void refusesAFileThatDoesNotSayWhatIsToBeHashed() throws IOException {
        for (var without : List.of("repeat: 3\n", "workload: {algorithm: sha256}\nrepeat: 3\n", "workload: {}\n")) {
            assertThat(problems(without))
                    .as(without)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("workload.inputs: is missing; say what to hash, such as inputs: [data]");
        }
        assertThat(problems("workload:\n")).hasSize(1).first().asString().contains("workload: no value");
        assertThat(problems("workload: {inputs: }\n"))
                .hasSize(1)
                .first()
                .asString()
                .contains("inputs: no value");
        Files.writeString(folder.resolve("e.yaml"), "repeat: 3\n");
        var given = ExperimentSource.read(
                Optional.of(folder.resolve("e.yaml")),
                List.of(Overlay.of("--input", "workload.inputs", List.of("a"))),
                TestWork.KINDS,
                Inventory.local());
        assertThat(given.value().work().inputs()).containsExactly(ExperimentInput.parse("a"));
    }

    @Test
    void tellsEveryProblemAtOnce() throws IOException {
        assertThat(problems("""
                        repat: 3
                        workload: {algorithm: sha265, inputs: [], symlinks: maybe}
                        repeat: 0
                        workers: many
                        timeout: 10
                        cache: hot
                        warmup: -1
                        """))
                .containsExactly(
                        "e.yaml:1:1: unknown key 'repat'; did you mean 'repeat'?",
                        "e.yaml:2:23: workload.algorithm: 'sha265' is no algorithm; did you mean 'sha256'? known are"
                                + " sha256, sha512, blake3, md5, xxh3",
                        "e.yaml:2:39: workload.inputs: an empty list; expected a list of 1 or more, each a path,"
                                + " node:/path or shared:/path",
                        "e.yaml:2:53: workload.symlinks: 'maybe' is no treatment of links; expected one of skip, follow",
                        "e.yaml:3:9: repeat: '0'; expected a whole number from 1 to 1000000",
                        "e.yaml:4:10: workers: 'many'; expected a whole number from 1 to 1024",
                        "e.yaml:5:10: timeout: '10' has no unit; write 10s or 10m",
                        "e.yaml:6:8: cache: 'hot' is no state of the cache; expected one of warm, cold",
                        "e.yaml:7:9: warmup: '-1'; expected a whole number from 0 to 1000000");
    }

    @Test
    void refusesDuplicateKeys() throws IOException {
        assertThat(problems("repeat: 1\nrepeat: 2\nworkload: {inputs: [a]}\n"))
                .containsExactly("e.yaml:2:1: key 'repeat' is given twice; keep one; the other is at e.yaml:1");
    }

    @Test
    void refusesInputsOnNodesThatAreNotThere() throws IOException {
        assertThat(problems("workload: {inputs: [node6:/data]}\n"))
                .containsExactly(
                        "e.yaml:1:21: workload.inputs[0]: there is no node 'node6'; known are local; for a local"
                                + " path write ./ before it");
    }

    @Test
    void countsTheWorkersOfAllNodesTogether() throws IOException {
        var file = Files.writeString(folder.resolve("e.yaml"), "workers: 513\nworkload: {inputs: [a]}\n");
        assertThat(workersOn(file, 2)).hasValue(513);
        var refused = catchThrowableOfType(ConfigurationException.class, () -> workersOn(file, 3));
        assertThat(refused)
                .hasMessage(file + ":1:10: workers: 513 on each of 2 nodes are 1026; expected at most 1024 on all"
                        + " nodes together");

        Files.writeString(file, "workers: 512\nworkload: {inputs: [a]}\n");
        assertThat(workersOn(file, 3)).hasValue(512);
    }

    /** What {@code file} says for a fleet of so many nodes, the first of which has the controller. */
    private static OptionalInt workersOn(Path file, int nodes) {
        var inventory = new Inventory(IntStream.range(0, nodes)
                .mapToObj(i -> new Node(
                        new NodeName("node" + (i + 1)),
                        new Reach.Here(),
                        Set.copyOf(Inventory.usualLabels(i, nodes)),
                        Optional.empty(),
                        NodePaths.UNSAID,
                        new Origin.ByDefault()))
                .toList());
        return ExperimentSource.read(Optional.of(file), List.of(), TestWork.KINDS, inventory)
                .value()
                .workers();
    }

    @Test
    void readsTheKeysOfTheKindThatIsNamed() throws IOException {
        assertThat(read("workload: {kind: nap, until: noon}\n").work()).isEqualTo(new TestWork.Nap("noon"));
        assertThat(problems("workload: {kind: nap, inputs: [a]}\nworkers: 2\n"))
                .containsExactly(
                        "e.yaml:1:11: workload: 'until' is missing; give a text",
                        "e.yaml:1:23: workload: unknown key 'inputs'; expected one of kind, until");
        assertThat(problems("workload: {kind: nap, until: noon}\nworkers: 2\n"))
                .containsExactly("e.yaml:2:10: workers: work of kind 'nap' has no workers; leave it out");
        assertThat(problems("workload: {kind: knap, until: noon}\nrepeat: 0\n"))
                .containsExactly(
                        "e.yaml:1:18: workload.kind: 'knap' is no kind of work; did you mean 'nap'? known are digest,"
                                + " nap",
                        "e.yaml:2:9: repeat: '0'; expected a whole number from 1 to 1000000");
    }

    @Test
    void theSchemaHasTheKeysOfEachKind() throws IOException {
        var schema = new ObjectMapper().readTree(Schemas.experiment(TestWork.KINDS));
        for (var right : List.of("{inputs: [a]}", "{kind: digest, inputs: [a]}", "{kind: nap, until: noon}")) {
            assertThat(SchemaCheck.violations(schema, json("workload: " + right)))
                    .as(right)
                    .isEmpty();
        }
        for (var wrong : List.of("{until: noon}", "{kind: nap}", "{kind: nap, until: noon, inputs: [a]}")) {
            assertThat(SchemaCheck.violations(schema, json("workload: " + wrong)))
                    .as(wrong)
                    .isNotEmpty();
        }
    }

    private static JsonNode json(String yaml) {
        return TreeJson.of(YamlReader.read(new SourceText("f.yaml", yaml), new ArrayList<>())
                .orElseThrow());
    }

    @Test
    void letsOptionsWinAndChecksThemTheSameWay() throws IOException {
        var file = Files.writeString(folder.resolve("e.yaml"), "workers: 2\nrepeat: 3\nworkload: {inputs: [a]}\n");
        var effective = ExperimentSource.read(
                Optional.of(file),
                List.of(
                        Overlay.of("--workers", "workers", "4"),
                        Overlay.of("--input", "workload.inputs", List.of("x", "y"))),
                TestWork.KINDS,
                Inventory.local());
        assertThat(effective.value().workers()).hasValue(4);
        assertThat(effective.value().repeat()).isEqualTo(3);
        assertThat(effective.value().work().inputs())
                .containsExactly(ExperimentInput.parse("x"), ExperimentInput.parse("y"));
        assertThat(effective.tree().child("workers").orElseThrow().origin()).hasToString("--workers");
        assertThat(effective.tree().child("repeat").orElseThrow().origin().brief())
                .isEqualTo(file + ":2");
        assertThat(effective.tree().child("warmup").orElseThrow().origin()).hasToString("default");

        var wrong = catchThrowableOfType(
                ConfigurationException.class,
                () -> ExperimentSource.read(
                        Optional.of(file),
                        List.of(Overlay.of("--workers", "workers", "x"), Overlay.of("--timeout", "timeout", "5")),
                        TestWork.KINDS,
                        Inventory.local()));
        assertThat(wrong)
                .hasMessage("--workers: workers: 'x'; expected a whole number from 1 to 1024\n"
                        + "--timeout: timeout: '5' has no unit; write 5s or 5m");
    }

    @Test
    void saysThatTheFileIsMissing() {
        var missing = catchThrowableOfType(
                ConfigurationException.class,
                () -> ExperimentSource.read(
                        Optional.of(Path.of("none.yaml")), List.of(), TestWork.KINDS, Inventory.local()));
        assertThat(missing).hasMessage("none.yaml:1:1: no such file; check the path");
    }

    @Test
    void refusesTheSameInputTwiceHoweverItIsWritten() throws IOException {
        var here = Path.of("").toAbsolutePath();
        assertThat(problems("""
                        workload:
                          inputs:
                          - a
                          - shared:/d
                          - ./a/.
                          - a/../a
                          - %s/a
                          - shared:/d/./
                          - a/b
                        """.formatted(here)))
                .containsExactly(
                        "e.yaml:5:5: workload.inputs[2]: './a/.' is the same as workload.inputs[0], 'a', and would be"
                                + " read twice; name it once",
                        "e.yaml:7:5: workload.inputs[4]: '" + here
                                + "/a' is the same as workload.inputs[0], 'a', and would be read twice; name it once",
                        "e.yaml:8:5: workload.inputs[5]: 'shared:/d/.' is the same as workload.inputs[1], 'shared:/d', and"
                                + " would be read twice; name it once");
    }

    private Experiment read(String yaml) throws IOException {
        var file = Files.writeString(folder.resolve("e.yaml"), yaml);
        return ExperimentSource.read(Optional.of(file), List.of(), TestWork.KINDS, Inventory.local())
                .value();
    }

    private List<String> problems(String yaml) {
        var thrown = catchThrowableOfType(ConfigurationException.class, () -> read(yaml));
        assertThat(thrown).isNotNull();
        return thrown.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }
}
