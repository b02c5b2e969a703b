package dev.volta.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import dev.volta.cli.common.Modules;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.config.load.ExperimentSource;
import dev.volta.core.config.load.Overlay;
import dev.volta.core.experiment.ExperimentInputs;
import dev.volta.core.experiment.InputProbe.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentInputsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void describe() throws IOException {
        Files.writeString(folder.resolve("volta.yaml"), """
                fleet: {name: lab}
                nodes:
                - {name: desk, address: local, labels: [head, worker]}
                - {name: n2, address: 127.0.0.1, port: 9, labels: [worker]}
                """);
    }

    private Ran run(String... inputs) {
        var words = new ArrayList<>(List.of(
                "run-experiment",
                "-f",
                folder.resolve("volta.yaml").toString(),
                "--mode=distributed",
                "--out",
                folder.resolve("data/results").toString()));
        for (var input : inputs) {
            words.add("--input");
            words.add(input + ":" + folder.resolve("data"));
        }
        return Ran.volta(words.toArray(String[]::new));
    }

    @Test
    void inputsThatAreTheSameOnTheNodeThatReadsThemAreNamed() {
        var experiment = ExperimentSource.read(
                        Optional.empty(),
                        List.of(Overlay.of(
                                "--input", "workload.inputs", List.of("n2:/a", "n3:/a", "shared:/link", "n3:/b"))),
                        Modules.builtIn().work(),
                        inventory())
                .value();
        var seen = new LinkedHashMap<NodeName, Map<String, Sight>>();
        seen.put(
                new NodeName("n2"),
                Map.of(
                        "/a",
                        new Sight.There("1", "/a"),
                        "/link",
                        new Sight.There("2", "/a"),
                        "/b",
                        new Sight.Missing()));
        seen.put(
                new NodeName("n3"),
                Map.of(
                        "/a",
                        new Sight.There("1", "/a"),
                        "/link",
                        new Sight.There("2", "/c"),
                        "/b",
                        new Sight.There("3", "/c/b")));
        assertThat(ExperimentInputs.overlaps(experiment, seen)
                        .caution()
                        .orElseThrow()
                        .detail())
                .isEqualTo("'shared:/link' is the same as 'n2:/a'; 'n3:/b' lies in 'shared:/link'");
    }

    private Inventory inventory() {
        return new Inventory(Stream.of("n2", "n3")
                .map(name -> new Node(
                        new NodeName(name),
                        new Reach.Here(),
                        Set.of(Node.WORKER),
                        Optional.empty(),
                        NodePaths.UNSAID,
                        new Origin.ByDefault()))
                .toList());
    }

    @Test
    void resultsAmongTheInputOfThisMachineAreNotLeftOutOfThatOfAnother() {
        var ran = run("desk", "n2");
        assertThat(ran.code()).as(ran.err()).isEqualTo(78);
        assertThat(ran.err())
                .contains("workload.inputs[1]", "the results go to '" + folder.resolve("data/results") + "'", "on 'n2'")
                .doesNotContain("workload.inputs[0]");
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
