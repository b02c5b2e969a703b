package dev.volta.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.cli.Ran;
import dev.volta.cli.common.Modules;
import dev.volta.core.deploy.FamilySource;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.workload.WorkDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program with a module that is only registered: nothing else knows it. */
@Timeout(300)
class OwnModuleTest {
    @TempDir
    private Path folder;

    private MemoryKind memory;
    private Modules modules;

    @BeforeEach
    void register() throws IOException {
        memory = new MemoryKind("memory", Files.createDirectories(folder.resolve("memory")));
        Files.createDirectories(folder.resolve("memory/n1"));
        var jars = Files.createDirectories(folder.resolve("jars"));
        var builtIn = Modules.builtIn();
        modules = new Modules(
                and(builtIn.families(), List.of(new CounterServices())),
                builtIn.usual(),
                and(builtIn.drivers(), List.of(new Counting.Driver())),
                and(builtIn.doctorChecks(), List.of(new CounterCheck())),
                before(memory, builtIn.supervisors()),
                jars);
        for (var family : modules.families()) {
            for (var kind : family.kinds()) {
                Files.writeString(jars.resolve(kind.jar()), "the program of " + kind.name());
            }
        }
        Files.writeString(jars.resolve("volta-launcher.jar"), "the program that starts commands");
        describe("counter: {on: [n1], kind: counter, step: 3}");
    }

    private static Supervisors before(MemoryKind kind, Supervisors others) {
        return new Supervisors(and(List.of(kind), others.kinds()));
    }

    private static <T> List<T> and(List<? extends T> some, List<? extends T> others) {
        return Stream.<T>concat(some.stream(), others.stream()).toList();
    }

    private void describe(String service) throws IOException {
        Files.writeString(folder.resolve("volta.yaml"), """
                services:
                  %s
                nodes:
                  - {name: n1, address: local, paths: {install: %2$s/i, run: %2$s/r, log: %2$s/l}}
                """.formatted(service, folder));
    }

    private String experiment(String rounds) throws IOException {
        var text = """
                name: count
                workload: {kind: counting, rounds: %s}
                out: %s
                """.formatted(rounds, folder.resolve("results"));
        return Files.writeString(folder.resolve("experiment.yaml"), text).toString();
    }

    private Ran volta(String command, String... arguments) {
        var all = new ArrayList<>(List.of(command.split(" ", -1)));
        all.addAll(List.of("-f", folder.resolve("volta.yaml").toString()));
        all.addAll(List.of(arguments));
        return Ran.volta(modules, all);
    }

    private String done(String command, String... arguments) {
        var ran = volta(command, arguments);
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran.out();
    }

    @Test
    void refusesBadValuesOfItsKeysAndTouchesNothing() throws IOException {
        var wrong = volta("config check", experiment("none"));
        assertThat(wrong.code()).isEqualTo(78);
        assertThat(wrong.err())
                .containsPattern(
                        "experiment.yaml:2:\\d+: workload.rounds: 'none'; expected a whole number from 1 to 1000\n");

        describe("counter: {on: [n1], kind: counter, step: 0}");
        var refused = volta("deploy-all");
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err())
                .contains(folder
                        + "/volta.yaml:2:44: services.counter.step: '0'; expected a whole number from 1 to 100\n");
        assertThat(memory.calls()).isEmpty();

        describe("controller: {on: [n1], kind: controller, step: 3}");
        assertThat(volta("config check").err())
                .contains("services.controller.step: 'step' is only for services of kind counter; remove it");
    }

    @Test
    void describesItsKeysToEditors() {
        assertThat(Ran.volta(modules, List.of("config", "schema")).out())
                .contains("\"step\"", "By how much it counts, for kind counter.", "\"instances\"");
        assertThat(Ran.volta(modules, List.of("config", "schema", "experiment")).out())
                .contains("\"rounds\"", "How often the counter counts.", "\"algorithm\"");
    }

    @Test
    void deploysItsServiceThroughItsSupervisor() throws IOException {
        assertThat(done("deploy-all")).isEqualTo("1 node as described; services started: 1\n");
        assertThat(folder.resolve("i/volta/conf/counter.conf")).hasContent("step=3");
        assertThat(folder.resolve(".volta/deployed.json")).content().contains("\"supervisor\" : \"memory\"");
        assertThat(done("deploy-all")).isEqualTo("1 node as described; nothing was changed\n");
        assertThat(done("status")).containsPattern("n1 +counter +running +1 h 00 min +0 .* current\n");
        assertThat(done("logs", "counter")).isEqualTo("counter@n1: kept in memory\n");
        assertThat(done("doctor")).containsPattern("ok +n1 +counter step +step=3\n");

        describe("counter: {on: [n1], kind: counter, step: 4}");
        assertThat(done("deploy-all")).isEqualTo("1 node as described; services restarted: 1\n");
        assertThat(done("stop-all")).isEqualTo("services stopped: 1\n");
        assertThat(memory.calls())
                .containsExactly(
                        "start counter on n1", "stop counter on n1", "start counter on n1", "stop counter on n1");
        assertThat(folder.resolve(".volta/deployed.json")).doesNotExist();
    }

    @Test
    void leavesNodesThatItDoesNotServeToTheNextSupervisor() throws IOException {
        describe("idle: {on: '*', command: [sleep, '1']}");
        assertThat(done("deploy-all", "--diff")).contains("+++ n1:/memory/idle (wanted)\n");
        Files.delete(folder.resolve("memory/n1"));
        assertThat(done("deploy-all", "--diff")).contains(" (wanted)\n").doesNotContain("/memory/idle");
    }

    @Test
    void leavesServicesToTheSupervisorThatKeepsThemUntilTheyAreStopped() {
        done("deploy-all");
        var newer = new MemoryKind("newer", folder.resolve("memory"));
        modules = with(modules.families(), modules.drivers(), before(newer, modules.supervisors()));
        assertThat(done("status")).containsPattern("n1 +counter +running .* current\n");
        assertThat(done("deploy-all")).isEqualTo("1 node as described; nothing was changed\n");
        assertThat(done("stop-all")).isEqualTo("services stopped: 1\n");
        assertThat(memory.calls()).containsExactly("start counter on n1", "stop counter on n1");
        assertThat(newer.calls()).isEmpty();
        assertThat(done("deploy-all")).isEqualTo("1 node as described; services started: 1\n");
        assertThat(newer.calls()).containsExactly("start counter on n1");
    }

    @Test
    void refusesKindsThatNobodyCouldTellApart() {
        var families = modules.families();
        var drivers = modules.drivers();
        assertThatThrownBy(() -> with(and(families, List.of(new CounterServices())), drivers, modules.supervisors()))
                .hasMessage("two kinds of service are called 'counter'");
        assertThatThrownBy(() -> with(families, and(drivers, List.of(new Counting.Driver())), modules.supervisors()))
                .hasMessage("two kinds of work are called 'counting'");
        assertThatThrownBy(() -> before(memory, modules.supervisors()))
                .hasMessage("two supervisors are called 'memory'");
    }

    private Modules with(List<FamilySource> families, List<WorkDriver> drivers, Supervisors supervisors) {
        return new Modules(families, modules.usual(), drivers, modules.doctorChecks(), supervisors, modules.nodeJars());
    }

    /** A local run has services of its own, without the step of the description, and not in memory. */
    @ParameterizedTest
    @CsvSource({"distributed, 21, true", "local, 7, false"})
    void runsItsWorkAndRecordsWhatItMeasures(String mode, int counted, boolean inMemory) throws IOException {
        var out = done("run-experiment", "--mode", mode, "--no-metrics", experiment("7"));
        assertThat(out)
                .containsPattern("result +passed: every round was counted\n")
                .containsPattern("throughput +" + counted + "/s\n");
        try (var results = Files.list(folder.resolve("results"))) {
            assertThat(results.findFirst().orElseThrow().resolve("samples.csv"))
                    .content()
                    .matches("index,phase,started_at,wall_ns,cpu_ns,counted\n1,measured,.*Z,1000000000,2000000000,"
                            + counted + "\n");
        }
        assertThat(memory.calls())
                .isEqualTo(
                        inMemory
                                ? List.of("start counter on n1", "stop counter on n1", "remove counter on n1")
                                : List.of());
    }
}
