package dev.volta.core.workload.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Placement;
import dev.volta.core.facts.Fact;
import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.PeakMemory;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.service.Site;
import dev.volta.core.workload.RunningSite;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandSessionTest {
    @TempDir
    private Path folder;

    private final CommandSteps steps = new CommandSteps(
            Optional.of(List.of("set", "up")),
            Optional.of(List.of("prepare")),
            Optional.of(List.of("conclude")),
            Optional.of(List.of("clean", "up")));
    private Limits limits = Limits.NONE;
    private boolean shell;
    private Expectation expected = Expectation.SUCCESS;

    private CommandWorkload work() {
        return new CommandWorkload(new CommandWork(
                List.of(new NamedCommand("a", List.of("run", "a")), new NamedCommand("b", List.of("run", "b"))),
                steps,
                shell,
                new Placement.Labelled(List.of()),
                Map.of("B", "2", "A", "1"),
                Optional.of(Path.of("/srv")),
                Optional.of(Path.of("in")),
                expected,
                true,
                List.<ExperimentInput>of()));
    }

    private RunningSite site(FakeLauncher... launchers) {
        var places = new ArrayList<Site.Place>();
        var remotes = new LinkedHashMap<NodeName, dev.volta.core.remote.Remote>();
        for (var launcher : launchers) {
            var folders = new Site.Folders(Map.of("launcher", "/l.jar"), "/c", "/r", "/s");
            places.add(new Site.Place(launcher.node(), folders, "/java", false, 1, limits, Map.of()));
            remotes.put(launcher.node(), launcher);
        }
        var kinds = new LinkedHashMap<String, List<Site.Place>>();
        kinds.put("launcher", places);
        return new RunningSite("r1", new Site(kinds, Optional.empty()), Optional.empty(), remotes);
    }

    private TrialOutcome trial(String variant, FakeLauncher... launchers) throws InterruptedException {
        try (var session = work().open(site(launchers), Duration.ofSeconds(30))) {
            var spec = new TrialSpec("r1-3", 3, variant);
            session.prepare(spec, Duration.ofSeconds(20));
            return session.run(spec, folder, Duration.ofSeconds(20), _ -> {});
        }
    }

    private String failure(FakeLauncher... launchers) {
        var failure = new AtomicReference<String>();
        assertThatThrownBy(() -> trial("a", launchers))
                .isInstanceOfSatisfying(TrialFailure.class, e -> failure.set(String.valueOf(e.getMessage())));
        return failure.get();
    }

    @Test
    void runsTheStepsAroundATrial() throws InterruptedException {
        var node = new FakeLauncher("n1");
        var outcome = trial("b", node);
        assertThat(node.calls())
                .containsExactly("open 0", "set up", "prepare", "run b", "conclude", "close", "clean up");
        assertThat(node.launches().get(2))
                .isEqualTo(new Launch(
                        3,
                        List.of("run", "b"),
                        List.of("A=1", "B=2"),
                        "/srv",
                        "in",
                        dev.volta.core.launcher.Output.KEEP,
                        dev.volta.core.launcher.Output.KEEP,
                        0,
                        20_000_000_000L,
                        false));
        assertThat(node.launches().get(0).lasting()).isTrue();
        assertThat(outcome.values().get(Quantity.WALL)).isEqualTo(Fact.known(1e7));
        assertThat(outcome.values().get(Quantity.CPU)).isEqualTo(Fact.known(5e6));
        assertThat(outcome.values().get(Quantity.MEMORY_PEAK)).isEqualTo(Fact.known(1048576.0));
        assertThat(outcome.values().get(Quantity.SKEW)).isEqualTo(Fact.unavailable("one node alone"));
        assertThat(outcome.doubts()).isEmpty();
    }

    @Test
    void startsAllNodesAtOneTimeOfTheirOwnClocks() throws InterruptedException {
        var n1 = new FakeLauncher("n1");
        var n2 = new FakeLauncher("n2").does(launch -> {
            var ended = FakeLauncher.succeeded(launch);
            return launch.startAt() == 0
                    ? ended
                    : new LauncherReply.Ended(
                            ended.id(),
                            ended.startNanos() + 4_000_000,
                            ended.endNanos() + 40_000_000,
                            ended.outcome(),
                            false,
                            false,
                            0,
                            ended.usage(),
                            new PeakMemory.Unavailable("no cgroup"),
                            2,
                            ended.stdout(),
                            ended.stderr());
        });
        var before = System.nanoTime();
        var outcome = trial("a", n1, n2);
        var startAt = n1.launches().get(2).startAt();
        var most = Duration.ofSeconds(20).toNanos();
        assertThat(startAt).isBetween(before + FakeLauncher.AHEAD_NANOS, before + FakeLauncher.AHEAD_NANOS + most);
        assertThat(outcome.values().get(Quantity.WALL)).isEqualTo(Fact.known(46e6));
        assertThat(outcome.values().get(Quantity.CPU)).isEqualTo(Fact.known(1e7));
        assertThat(outcome.values().get(Quantity.MEMORY_PEAK)).isEqualTo(Fact.unavailable("no cgroup"));
        assertThat(outcome.values().get(Quantity.SKEW).toOptional().orElseThrow())
                .isGreaterThan(2e6);
        assertThat(outcome.shares()).hasSize(2);
        assertThat(outcome.doubts().stream().map(RaisedWarning::warning))
                .containsExactly("PROCESSES_LEFT", "STARTS_APART");
    }

    @Test
    void saysWhatACommandDidInsteadOfWhatWasExpected() {
        assertThat(failure(new FakeLauncher("n1").does(run(new Outcome.Exited(3), "", "first\nlast\n"))))
                .isEqualTo("trial 3 (a): n1: the command has exit status 3, expected 0; it said: first\nlast");
        assertThat(failure(new FakeLauncher("n1").does(run(new Outcome.NotStarted("/x: no such file"), "", ""))))
                .isEqualTo("trial 3 (a): n1: the command cannot be started: /x: no such file");
        assertThat(failure(new FakeLauncher("n1").does(run(new Outcome.Signalled(11), "", ""))))
                .isEqualTo("trial 3 (a): n1: the command was ended by signal 11");
        expected = new Expectation(Set.of(0, 4), Optional.of("0".repeat(64)));
        assertThat(failure(new FakeLauncher("n1").does(run(new Outcome.Exited(4), "hello\n", ""))))
                .isEqualTo("trial 3 (a): n1: the command printed 6 bytes with SHA-256"
                        + " 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03, expected "
                        + "0".repeat(64));
    }

    private static FakeLauncher.Behaviour run(Outcome outcome, String stdout, String stderr) {
        return launch -> launch.argv().getFirst().equals("run")
                ? FakeLauncher.ended(launch, outcome, stdout, stderr)
                : FakeLauncher.succeeded(launch);
    }

    @Test
    void tellsATreeThatWasStoppedAtItsLimits() {
        limits = new Limits(Optional.of(new ByteSize(1 << 20)), Optional.empty());
        var node = new FakeLauncher("n1").does(launch -> with(launch, false, 1));
        assertThat(failure(node)).isEqualTo("n1: setup was stopped at its memory limit of 1MiB");
        assertThat(node.calls()).startsWith("open 1048576");
        assertThat(failure(new FakeLauncher("n1").does(launch -> with(launch, true, 0))))
                .isEqualTo("n1: setup did not end within 3600 s (timeout)");
        assertThat(failure(new FakeLauncher("n1").cannotLimit("no cgroups")))
                .isEqualTo("n1: cannot hold the command to its limits: no cgroups");
    }

    private static LauncherReply.Ended with(Launch launch, boolean timedOut, int oomKills) {
        if (!launch.argv().getFirst().equals("set")) {
            return FakeLauncher.succeeded(launch);
        }
        var ended = FakeLauncher.ended(launch, new Outcome.Signalled(9), "", "");
        return new LauncherReply.Ended(
                ended.id(),
                ended.startNanos(),
                ended.endNanos(),
                ended.outcome(),
                timedOut,
                false,
                oomKills,
                ended.usage(),
                ended.memory(),
                0,
                ended.stdout(),
                ended.stderr());
    }

    @Test
    void cleansUpAfterAFailedStep() {
        var node = new FakeLauncher("n1")
                .does(launch -> launch.argv().getFirst().equals("prepare")
                        ? FakeLauncher.ended(launch, new Outcome.Exited(1), "", "no room")
                        : FakeLauncher.succeeded(launch));
        assertThat(failure(node)).isEqualTo("trial 3 (a): n1: prepare has exit status 1, expected 0; it said: no room");
        assertThat(node.calls()).containsExactly("open 0", "set up", "prepare", "close", "clean up");
    }

    @Test
    void endsTheOthersWhenANodeIsLostSaysWhichAndCleansUp() {
        var other = new FakeLauncher("n1")
                .does(launch -> launch.argv().getFirst().equals("run") ? null : FakeLauncher.succeeded(launch));
        var lost = new FakeLauncher("n2").does(launch -> {
            if (!launch.argv().getFirst().equals("run")) {
                return FakeLauncher.succeeded(launch);
            }
            while (!other.calls().contains("run a")) {
                Thread.onSpinWait();
            }
            throw FakeLauncher.lost("the connection was reset");
        });
        assertThat(failure(other, lost)).contains("trial 3 (a): n2 was lost: ", "the connection was reset");
        assertThat(other.calls()).endsWith("run a", "cancel 3", "close", "clean up");
    }

    @Test
    void endsACommandThatIsInterruptedAndCleansUp() throws InterruptedException {
        var waits = new CountDownLatch(1);
        var node = new FakeLauncher("n1").does(launch -> {
            if (!launch.argv().getFirst().equals("run")) {
                return FakeLauncher.succeeded(launch);
            }
            waits.countDown();
            return null;
        });
        var interrupted = new AtomicReference<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                trial("a", node);
            } catch (Throwable e) {
                interrupted.set(e);
            }
        });
        waits.await();
        thread.interrupt();
        thread.join();
        assertThat(interrupted.get()).isInstanceOf(InterruptedException.class);
        assertThat(node.calls())
                .containsExactly("open 0", "set up", "prepare", "run a", "cancel 3", "close", "clean up");
    }

    @Test
    void warnsOfACleanupThatFailedAndOfWhatStepsLeaveRunning() throws InterruptedException {
        var node = new FakeLauncher("n1").does(launch -> {
            var ended = FakeLauncher.succeeded(launch);
            return switch (launch.argv().getFirst()) {
                case "clean" -> FakeLauncher.ended(launch, new Outcome.Exited(7), "", "cannot");
                case "prepare" ->
                    new LauncherReply.Ended(
                            ended.id(),
                            ended.startNanos(),
                            ended.endNanos(),
                            ended.outcome(),
                            false,
                            false,
                            0,
                            ended.usage(),
                            ended.memory(),
                            1,
                            ended.stdout(),
                            ended.stderr());
                default -> ended;
            };
        });
        var session = work().open(site(node), Duration.ofSeconds(30));
        try (session) {
            var spec = new TrialSpec("r1-3", 3, "a");
            session.prepare(spec, Duration.ofSeconds(20));
            var outcome = session.run(spec, folder, Duration.ofSeconds(20), _ -> {});
            assertThat(outcome.doubts().stream().map(RaisedWarning::detail))
                    .containsExactly("n1: prepare left 1 process running");
        }
        assertThat(session.leftUndone().stream().map(RaisedWarning::detail))
                .containsExactly("n1: cleanup has exit status 7, expected 0; it said: cannot");
        // setup, prepare, command, conclude
        assertThat(session.cpuTime()).isEqualTo(Map.of(new NodeName("n1"), Duration.ofMillis(20)));
    }

    @Test
    void failsATrialThatAShellAloneWouldTake() {
        shell = true;
        assertThat(failure(new FakeLauncher("n1")))
                .isEqualTo("trial 3 (a): the command took 10.0 ms, no longer than a shell that does nothing (10.0 ms);"
                        + " run the program itself, without a shell");
    }

    @Test
    void subtractsTheStartOfTheShell() throws InterruptedException {
        shell = true;
        var node = new FakeLauncher("n1").does(launch -> {
            var ended = FakeLauncher.succeeded(launch);
            return launch.argv().getFirst().equals("/bin/sh")
                    ? new LauncherReply.Ended(
                            ended.id(),
                            ended.startNanos(),
                            ended.startNanos() + 1_000_000,
                            ended.outcome(),
                            false,
                            false,
                            0,
                            new dev.volta.core.launcher.ResourceUsage(500_000, 5_000_000, 0, 0, 0, 0),
                            ended.memory(),
                            0,
                            ended.stdout(),
                            ended.stderr())
                    : ended;
        });
        var outcome = trial("a", node);
        assertThat(outcome.values().get(Quantity.WALL)).isEqualTo(Fact.known(9e6));
        assertThat(outcome.values().get(Quantity.USER)).isEqualTo(Fact.known(2.5e6));
        assertThat(outcome.values().get(Quantity.SYSTEM))
                .isEqualTo(Fact.unavailable("less than a shell takes that does nothing, which was to be subtracted"));
        assertThat(outcome.summary().remarks()).containsEntry("shell's start subtracted", "1.00 ms");
    }

    @Test
    void keepsWhatWasPrintedOnceForEachContent() throws InterruptedException, IOException {
        var n1 = new FakeLauncher("n1").does(run(new Outcome.Exited(0), "same\n", "other\n"));
        var n2 = new FakeLauncher("n2").does(run(new Outcome.Exited(0), "same\n", ""));
        trial("a", n1, n2);
        var lines = Files.readAllLines(folder.resolve("outputs.csv"));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("trial,variant,node,stream,bytes,sha256,file");
        assertThat(lines.get(1)).startsWith("3,a,n1,stdout,5,");
        assertThat(lines.get(2)).startsWith("3,a,n1,stderr,6,");
        assertThat(lines.get(3)).startsWith("3,a,n2,stdout,5,");
        assertThat(folder.resolve(lines.get(3).substring(lines.get(3).lastIndexOf(',') + 1)))
                .hasContent("same\n");
        try (var files = Files.list(folder.resolve("outputs"))) {
            assertThat(files).hasSize(2);
        }
    }
}
