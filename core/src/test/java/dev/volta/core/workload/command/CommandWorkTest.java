package dev.volta.core.workload.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Problem;
import dev.volta.core.config.load.ExperimentSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandWorkTest {
    @TempDir
    private Path folder;

    private CommandWork read(String text) throws IOException {
        var file = Files.writeString(folder.resolve("experiment.yaml"), text);
        var work = ExperimentSource.read(Optional.of(file), List.of(), List.of(CommandWork.KIND), Inventory.local())
                .value()
                .work();
        return (CommandWork) work;
    }

    private List<String> problems(String text) {
        var refused = catchThrowableOfType(ConfigurationException.class, () -> read(text));
        return refused.problems().stream()
                .map(Problem::toString)
                .map(line -> line.substring(line.indexOf("experiment.yaml:") + "experiment.yaml:".length()))
                .toList();
    }

    @Test
    void hasTheseDefaults() throws IOException {
        assertThat(read("workload: {kind: command, run: [true]}"))
                .isEqualTo(new CommandWork(
                        List.of(new NamedCommand("", List.of("true"))),
                        new CommandSteps(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        false,
                        new Placement.Labelled(List.of()),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Expectation.SUCCESS,
                        true,
                        List.of()));
    }

    @Test
    void readsEveryKey() throws IOException {
        var work = read("""
                workload:
                  kind: command
                  variants:
                    b: gzip -1 'a file'
                    a: [zstd, -1, a file]
                  setup: make
                  prepare: [sync]
                  conclude: rm out
                  cleanup: make clean
                  on: worker & !gpu
                  env: {A: b, N: 1}
                  workdir: /srv
                  stdin: in
                  expect: {exit: [0, 3], stdout_sha256: 0123456789012345678901234567890123456789012345678901234567abcdef}
                  inputs: [data]
                """);
        assertThat(work.commands())
                .containsExactly(
                        new NamedCommand("b", List.of("gzip", "-1", "a file")),
                        new NamedCommand("a", List.of("zstd", "-1", "a file")));
        assertThat(work.steps())
                .isEqualTo(new CommandSteps(
                        Optional.of(List.of("make")),
                        Optional.of(List.of("sync")),
                        Optional.of(List.of("rm", "out")),
                        Optional.of(List.of("make", "clean"))));
        assertThat(work.on()).hasToString("worker & !gpu");
        assertThat(work.env()).isEqualTo(Map.of("A", "b", "N", "1"));
        assertThat(work.workdir()).contains(Path.of("/srv"));
        assertThat(work.stdin()).contains(Path.of("in"));
        assertThat(work.expect().exit()).isEqualTo(Set.of(0, 3));
        assertThat(work.expect().stdoutSha256())
                .contains("0123456789012345678901234567890123456789012345678901234567abcdef");
        assertThat(work.inputs()).hasToString("[data]");
    }

    @Test
    void givesALineToAShellOnlyIfThatIsAskedFor() throws IOException {
        assertThat(read("workload: {kind: command, run: 'a | b'}")
                        .commands()
                        .getFirst()
                        .argv())
                .containsExactly("a", "|", "b");
        assertThat(read("workload: {kind: command, run: 'a | b', shell: true}")
                        .commands()
                        .getFirst()
                        .argv())
                .containsExactly("/bin/sh", "-c", "a | b");
    }

    @Test
    void tellsAllThatIsWrongWithItsPlace() {
        assertThat(problems("""
                workload:
                  kind: command
                  variants:
                    a: gzip 'x
                    b: ['', x]
                  setup: "'"
                  output: discard
                  expect: {stdout_sha256: 0123456789012345678901234567890123456789012345678901234567abcdef}
                """))
                .containsExactly(
                        "4:8: workload.variants.a: 'gzip 'x' has a ' that is not closed; close it, or write \\\\'"
                                .replace("\\\\", "\\"),
                        "5:8: workload.variants.b: the program is an empty word; expected a program and its arguments",
                        "6:10: workload.setup: ''' has a ' that is not closed; close it, or write \\'",
                        "8:27: workload.expect.stdout_sha256: cannot be seen with output: discard; take one of them out");
        assertThat(problems("workload: {kind: command, run: [a, \"b\\0c\"], env: {A: \"\\0\"}}"))
                .containsExactly(
                        "1:32: workload.run: has a zero byte, which ends an argument; leave it out",
                        "1:54: workload.env.A: has a zero byte, which ends a variable; leave it out");
        assertThat(problems("workload: {kind: command}"))
                .containsExactly(
                        "1:11: workload: no command is named; expected run: [PROGRAM, ARGUMENT], or variants: {NAME: COMMAND}");
        assertThat(problems("workload: {kind: command, run: a, variants: {b: c}, expect: {exit: [256, x]}}"))
                .containsExactly(
                        "1:69: workload.expect.exit[0]: '256'; expected a whole number from 0 to 255",
                        "1:74: workload.expect.exit[1]: 'x'; expected a whole number from 0 to 255");
        assertThat(problems("workload: {kind: command, run: a, variants: {b: c}}"))
                .containsExactly("1:45: workload.variants: excludes run; name commands in one of them");
        assertThat(problems("workload: {kind: command, run: [a, b], shell: true}"))
                .containsExactly(
                        "1:32: workload.run: is a list, and with shell: true a command is one text; write one line");
        assertThat(problems("workload: {kind: command, run: [a], shell: yes, workdir: '', env: {'A-B': c}}"))
                .hasSize(3);
    }
}
