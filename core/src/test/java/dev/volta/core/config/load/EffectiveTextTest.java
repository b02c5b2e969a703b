package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Inventory;
import dev.volta.core.service.TestKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveTextTest {
    @TempDir
    private Path folder;

    @Test
    void tellsWhereEveryValueCameFrom() throws IOException {
        var file = Files.writeString(folder.resolve("e.yaml"), "repeat: 3\nworkload:\n  inputs: [\"a b\"]\n");
        var effective = ExperimentSource.read(
                Optional.of(file), List.of(Overlay.of("--workers", "workers", "4")), TestWork.KINDS, Inventory.local());
        assertThat(EffectiveText.yaml(effective.tree()).replace(folder + "/", ""))
                .isEqualTo("""
                        name: experiment                                # default
                        workload:
                          kind: digest                                  # default
                          algorithm: sha256                             # default
                          inputs:
                            - "a b"                                     # e.yaml:3
                          symlinks: skip                                # default
                        repeat: 3                                       # e.yaml:1
                        warmup: 0                                       # default
                        workers: 4                                      # --workers
                        limits: {}                                      # default
                        cache: warm                                     # default
                        timeout: 24h                                    # default
                        out: results                                    # default
                        """);
        var json = EffectiveText.json(effective.tree());
        assertThat(json.at("/values/workers").asInt()).isEqualTo(4);
        assertThat(json.at("/origins").get("workers").asText()).isEqualTo("--workers");
        assertThat(json.at("/origins").get("workload.inputs[0]").asText()).isEqualTo(file + ":3");
    }

    @Test
    void tellsTheEnvFileThatAVariableCameFrom() throws IOException {
        Files.writeString(folder.resolve("a.env"), "\nA=1\n");
        Files.writeString(
                folder.resolve("volta.yaml"),
                "services: {s: {on: '*', command: [x, 'no'], env_file: a.env}}\nnodes: [{name: local, address: local}]\n");
        var files = FleetFiles.find(folder, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(EffectiveText.yaml(FleetSource.read(files, TestKinds.known(), Map.of())
                                .tree())
                        .replace(folder + "/", ""))
                .contains("      A: \"…\"                                    # a.env:2\n")
                .contains("      - \"no\"                                    # volta.yaml:1\n")
                .contains("  - name: local                                 # volta.yaml:2\n")
                .contains("    port: 22                                    # default\n")
                .contains("    after: []                                   # default\n");
    }

    @Test
    void showsNoSecret() throws IOException {
        Files.writeString(folder.resolve("a.env"), "FILED=hunter1\nHARMLESS=hunter2\n");
        Files.writeString(folder.resolve("volta.yaml"), """
                services:
                  s:
                    on: '*'
                    command: [run, DB_PASSWORD=hunter3, --api-token=hunter4, --secret=hunter8 hunter9, mode=shown1]
                    env_file: a.env
                    env: {INLINE: hunter5, PUT_IN: "x${OPERATOR}"}
                    health: {command: [check, SECRET=hunter6]}
                nodes: [{name: local, address: local}]
                """);
        var files = FleetFiles.find(folder, Optional.empty(), Optional.empty(), Optional.empty());
        var tree = FleetSource.read(files, TestKinds.known(), Map.of("OPERATOR", "hunter7"))
                .tree();
        for (var shown :
                List.of(EffectiveText.yaml(tree), EffectiveText.json(tree).toPrettyString())) {
            assertThat(shown)
                    .doesNotContain("hunter")
                    .contains("FILED", "HARMLESS", "INLINE", "PUT_IN", "DB_PASSWORD=…", "--api-token=…", "mode=shown1");
        }
    }
}
