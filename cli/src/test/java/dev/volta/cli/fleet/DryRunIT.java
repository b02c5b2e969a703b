package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dry run leaves the folder of the fleet as it was. Where it asks nodes, that is in the audit log, and nothing else. */
class DryRunIT {
    @TempDir
    private Path folder;

    @BeforeEach
    void describe() throws IOException {
        var paths = "paths: {install: %1$s/install, run: %1$s/run, log: %1$s/log}".formatted(folder);
        Files.writeString(folder.resolve("volta.yaml"), """
                fleet: {name: dry%d, %s}
                nodes: [{name: n1, address: local, labels: [controller, worker]}]
                services:
                  controller: {kind: controller, on: controller}
                  worker: {kind: worker, on: worker, after: [controller]}
                """.formatted(
                        ProcessHandle.current().pid(), paths));
        Files.writeString(folder.resolve("data"), "x");
    }

    private List<String> all() throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private Ran volta(String line) {
        var words = new ArrayList<>(
                Arrays.asList(line.replace("FOLDER", folder.toString()).split(" ")));
        var isOfTwo = words.getFirst().equals("vm");
        words.addAll(isOfTwo ? 2 : 1, List.of("-f", folder.resolve("volta.yaml").toString()));
        return Ran.volta(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy-all --dry-run --offline",
                "exec --dry-run true",
                "push --dry-run FOLDER/data /nowhere/",
                "pull --dry-run /etc/hostname FOLDER/there"
            })
    void writesNothing(String command) throws IOException {
        var before = all();
        var ran = volta(command);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(all()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy-all --dry-run",
                "stop-all --dry-run",
                "start worker --dry-run",
                "stop worker --dry-run",
                "restart worker --dry-run",
                "drop-caches --dry-run",
                "deploy-all --diff",
                "status",
                "doctor"
            })
    void writesWhatItAskedANodeAndNothingElse(String command) throws IOException {
        var expected = new ArrayList<>(all());
        expected.addAll(List.of(".volta", ".volta/audit.jsonl"));
        assertThat(volta(command).code()).isNotEqualTo(78);
        assertThat(all()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void ofANewFleetWritesNothing() throws IOException {
        var before = all();
        assertThat(Ran.volta("init", "--dry-run", folder.resolve("new").toString())
                        .code())
                .isZero();
        assertThat(all()).isEqualTo(before);
    }
}
