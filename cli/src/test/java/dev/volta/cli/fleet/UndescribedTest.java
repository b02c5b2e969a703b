package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where no fleet is described, nothing works on this machine instead. The tests' own folder describes none. */
class UndescribedTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy-all",
                "deploy-all --dry-run --offline",
                "stop-all",
                "start api",
                "stop api",
                "restart api",
                "status",
                "logs api",
                "doctor",
                "lock show",
                "lock release",
                "exec true",
                "push pom.xml /nowhere/",
                "pull /etc/hostname there",
                "drop-caches --dry-run",
                "trust",
                "ssh local",
                "vm up",
                "run-experiment --mode=distributed --input local:/usr/bin"
            })
    void refusesAndNamesInit(String command) {
        var ran = Ran.volta(command.split(" ", -1));
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .isEqualTo("volta: nothing was touched, because of this:\nvolta.yaml:1:1: there is neither this file"
                        + " nor a ports.conf, so there is no fleet; run 'volta init' to write files to start from, or"
                        + " name a description (-f) or a list of hosts (--nodes-file)\n");
        assertThat(Path.of(".volta")).doesNotExist();
        assertThat(Path.of("there")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "keeper status", "config check", "run-experiment --mode=distributed"})
    void refusesAProfileThatThereIsNot(String command) {
        var words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("--profile", "nosuch"));
        var ran = Ran.volta(words.toArray(String[]::new));
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err()).contains("there is no profile 'nosuch'");
    }

    @Test
    void looksAtThisMachineStill() {
        assertThat(Ran.volta("nodes").out()).containsPattern("local +local +controller,worker +default\n");
        assertThat(Ran.volta("config", "check").out()).isEqualTo("fleet: ok\n");
    }

    @Test
    void refusesADescriptionThatSaysNothing() throws IOException {
        for (var nothing :
                List.of("", "# nodes: [{name: a}]\n", "fleet: {name: x}\n", "nodes: []\n", "services: {}\n")) {
            var file = Files.writeString(folder.resolve("volta.yaml"), nothing);
            for (var command : List.of("deploy-all", "stop-all", "exec true", "drop-caches", "facts", "nodes")) {
                var words = new ArrayList<>(List.of(command.split(" ", -1)));
                words.addAll(1, List.of("-f", file.toString()));
                var ran = Ran.volta(words.toArray(String[]::new));
                assertThat(ran.code()).as(command + " with " + nothing).isEqualTo(78);
                assertThat(ran.err()).contains(file + ":1:", "nodes");
            }
        }
        assertThat(folder.resolve(".volta")).doesNotExist();
    }
}
