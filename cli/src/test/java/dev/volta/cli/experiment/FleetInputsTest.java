package dev.volta.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetInputsTest {
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
    void resultsAmongTheInputOfThisMachineAreNotLeftOutOfThatOfAnother() {
        var ran = run("desk", "n2");
        assertThat(ran.code()).as(ran.err()).isEqualTo(78);
        assertThat(ran.err())
                .contains("workload.inputs[1]", "the results go to '" + folder.resolve("data/results") + "'", "on 'n2'")
                .doesNotContain("workload.inputs[0]");
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
