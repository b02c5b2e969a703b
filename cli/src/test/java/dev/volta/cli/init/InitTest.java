package dev.volta.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import dev.volta.cli.common.Modules;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.FleetSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"local, 1, false", "riscv, 3, true", "linux-vm, 2, true", "rack, 4, false"})
    void writesFilesThatAreRight(String stack, int nodes, boolean machines) throws IOException {
        var lab = folder.resolve("lab");
        var ran = Ran.volta("init", "--stack", stack, lab.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(lab + "/volta.yaml: written\n", lab + "/experiment.yaml: written\n", "next: in " + lab)
                .contains(lab + "/ports.conf: written\n".repeat(machines ? 1 : 0));
        try (var files = Files.list(lab)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(machines ? 3 : 2)
                    .allMatch(Stack.FILES::contains);
        }
        for (var file : Stack.FILES) {
            if (Files.exists(lab.resolve(file))) {
                assertThat(lab.resolve(file)).content().startsWith("# ");
            }
        }
        var checked =
                Ran.volta("config", "check", "-f", lab.resolve("volta.yaml").toString());
        assertThat(checked.out()).isEqualTo("fleet: ok\n" + lab.resolve("experiment.yaml") + ": ok\n");
        assertThat(checked.code()).as(checked.err()).isZero();
        var fleet = FleetSource.read(
                        FleetFiles.find(
                                Path.of(""),
                                Optional.of(lab.resolve("volta.yaml")),
                                Optional.empty(),
                                Optional.empty()),
                        Modules.builtIn().services(),
                        Map.of())
                .value();
        assertThat(fleet.fleet().name()).isEqualTo("lab");
        assertThat(fleet.inventory().nodes())
                .hasSize(nodes)
                .allMatch(node -> node.vm().isPresent() == machines);
        assertThat(fleet.services()).isNotEmpty();
    }

    @Test
    void isThisMachineUnlessSomethingElseIsSaid() throws IOException {
        assertThat(Ran.volta("init", folder.toString()).code()).isZero();
        assertThat(folder.resolve("volta.yaml"))
                .hasContent(Files.readString(Path.of("../examples/local/volta.yaml"))
                        .replaceFirst("name: local +", "name: %-30s".formatted(folder.getFileName() + " ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"volta.yaml", "ports.conf", "experiment.yaml"})
    void overwritesNothing(String existing) throws IOException {
        Files.writeString(folder.resolve(existing), "mine");
        var ran = Ran.volta("init", "--stack", "rack", folder.toString());
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err())
                .isEqualTo("volta: nothing was touched, because of this:\n" + folder.resolve(existing)
                        + ":1:1: exists already; remove it, or choose another folder: volta init FOLDER\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(existing));
        }
        assertThat(folder.resolve(existing)).hasContent("mine");
    }

    @Test
    void namesAllThatExistsAtOnce() throws IOException {
        Files.createDirectory(folder.resolve("ports.conf"));
        Files.createSymbolicLink(folder.resolve("volta.yaml"), folder.resolve("nowhere"));
        var ran = Ran.volta("init", "--stack", "riscv", folder.toString());
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err()).contains("volta.yaml:1:1: exists already", "ports.conf:1:1: exists already");
        assertThat(folder.resolve("nowhere")).doesNotExist();
        assertThat(folder.resolve("experiment.yaml")).doesNotExist();
    }

    @Test
    void writesNothingInADryRun() throws IOException {
        var ran = Ran.volta(
                "init",
                "--stack",
                "linux-vm",
                "--dry-run",
                folder.resolve("new").toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("ports.conf: would be written\n");
        assertThat(folder).isEmptyDirectory();
        Files.writeString(folder.resolve("volta.yaml"), "");
        assertThat(Ran.volta("init", "--dry-run", folder.toString()).code()).isEqualTo(78);
    }

    @Test
    void knowsNoOtherStack() {
        var ran = Ran.volta("init", "--stack", "vms", folder.toString());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("'vms' is no stack; expected one of local, riscv, linux-vm, rack");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "lab, lab",
                "my lab (2), my-lab-2-",
                ".hidden, hidden",
                "2026, '2026'",
                "no, 'no'",
                "Ünï, n-",
                "---, rack",
                "a_long.name-1, a_long.name-1"
            })
    void namesTheFleetLikeItsFolder(String name, String fleet) throws IOException {
        var own = folder.resolve(name);
        assertThat(Ran.volta("init", "--stack", "rack", own.toString()).code()).isZero();
        assertThat(Files.readString(own.resolve("volta.yaml"))).containsPattern("(?m)^  name: " + fleet + " +# ");
        assertThat(Ran.volta("config", "check", "-f", own.resolve("volta.yaml").toString())
                        .code())
                .isZero();
    }
}
