package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All processes of a service end with it, whatever they have done to get away. */
@Timeout(120)
class PlainProcessesTest {
    private static final String SERVICE = "family";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Signals 2 and 3, as proc_pid_status(5) has them. */
    private static final long INT_AND_QUIT = 0b110;

    /** Of no other process on this machine. */
    private final String seconds = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));

    private final ProcessesOf children = new ProcessesOf(seconds);

    @TempDir
    private Path folder;

    private final LocalRemote here = new LocalRemote(new NodeName("here"));

    @AfterEach
    void leaveNothing() throws Exception {
        on(here).stop(SERVICE, Duration.ofMillis(200));
        for (var child : children.pids()) {
            ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private PlainSupervisor on(Remote remote) {
        return new PlainSupervisor(
                remote,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
    }

    private PlainSupervisor started(CgroupsHere cgroups, String script) throws Exception {
        var supervisor = on(cgroups.on(here));
        supervisor.start(unit(script));
        return supervisor;
    }

    private ServiceUnit unit(String script) {
        return new ServiceUnit(SERVICE, List.of("sh", "-c", script.replace("SECONDS", seconds)));
    }

    private static ServiceState state(PlainSupervisor supervisor) throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE)).state();
    }

    private long identity(String file) throws IOException {
        return Long.parseLong(
                Files.readString(folder.resolve("services").resolve(SERVICE).resolve(file))
                        .split(" ", -1)[0]);
    }

    private void kill(String file) throws IOException {
        ProcessHandle.of(identity(file)).orElseThrow().destroyForcibly();
    }

    @Test
    void startAgainInACgroupOfTheirOwnWhereTheOldOneWasRemoved() throws Exception {
        var node = CgroupsHere.VERSION_2.on(here);
        on(node).start(unit("sleep 0.3; exit 1"));
        // From its second end on it is not started again at once.
        await(() -> state(on(node)) instanceof ServiceState.Running again && again.restarts() > 0);
        var list = folder.resolve("services").resolve(SERVICE).resolve("cgroups");
        assumeTrue(Files.exists(list), "skipped: services have no cgroups here");
        var cgroup = Files.readAllLines(list).getFirst();
        assertThat(node.run(Command.of("sh", "-c", "until rmdir $0 2>/dev/null; do sleep 0.02; done", cgroup))
                        .ok())
                .isTrue();
        await(() -> node.run(Command.of("sh", "-c", "[ -n \"$(cat $0/cgroup.procs)\" ]", cgroup))
                .ok());
        assertThat(Files.readString(list.resolveSibling("log"))).doesNotContain("not started again");
    }

    /** As under systemd; a shell has what it starts in the background ignore two of them. */
    @Test
    void heedEverySignal() throws Exception {
        assumeTrue(
                here.run(Command.of("env", "--default-signal=INT", "true")).ok(),
                "skipped: env cannot reset signals here");
        on(here).start(unit("exec sleep SECONDS"));
        await(() -> children.count() == 1);
        var status =
                Files.readAllLines(Path.of("/proc", children.pids().getFirst().toString(), "status"));
        var ignored = status.stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("SigIgn:".length()).strip(), 16))
                .sum();
        assertThat(ignored & INT_AND_QUIT).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void endWithAProgramThatEndsWithoutThem(CgroupsHere cgroups) throws Exception {
        var supervisor = started(cgroups, "sleep SECONDS & trap 'exit 0' TERM; while :; do sleep 0.2; done");
        await(() -> children.count() == 1);
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(children.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void endThoughTheyLeadSessionsOfTheirOwnOrTurnASignalDown(CgroupsHere cgroups) throws Exception {
        var supervisor = started(
                cgroups,
                "setsid sleep SECONDS & (setsid sh -c 'trap \"\" TERM; sleep SECONDS & sleep SECONDS' &);"
                        + " nohup sleep SECONDS & exec sleep 60");
        await(() -> children.count() == 4);
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(children.count()).isZero();
        assertThat(state(supervisor)).isInstanceOf(ServiceState.Stopped.class);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void endThoughTheyAlsoClearTheirEnvironmentWhereThereAreCgroups(CgroupsHere cgroups) throws Exception {
        var supervisor = started(cgroups, "(env -i setsid sleep SECONDS &); exec sleep 60");
        await(() -> children.count() == 1);
        if (!Files.exists(folder.resolve("services").resolve(SERVICE).resolve("cgroups"))) {
            return; // an ordinary user has none
        }
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(children.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void endThoughTheyClearTheirEnvironmentIfTheyStayInTheSession(CgroupsHere cgroups) throws Exception {
        var supervisor = started(cgroups, "(env -i sleep SECONDS &); exec sleep 60");
        await(() -> children.count() == 1);
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(children.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void endBeforeTheProgramIsStartedAgain(CgroupsHere cgroups) throws Exception {
        var supervisor = started(
                cgroups, "pgrep -f '^sleep SECONDS$' | wc -l; setsid sleep SECONDS & sleep SECONDS & exec sleep 60");
        await(() -> children.count() == 2);
        for (int i = 1; i <= 2; i++) {
            var restarts = i;
            kill("child");
            await(() -> state(supervisor) instanceof ServiceState.Running again
                    && again.restarts() == restarts
                    && again.pid() != 0
                    && children.count() == 2);
        }
        assertThat(ServiceLogs.tail(supervisor, SERVICE, 99).lines().filter(line -> line.matches("\\d+")))
                .containsExactly("0", "0", "0");
    }

    @ParameterizedTest
    @EnumSource
    void endWithAProgramThatEndsByItself(CgroupsHere cgroups) throws Exception {
        var supervisor = started(cgroups, "setsid sleep SECONDS & sleep 0.2; exit 0");
        await(() -> state(supervisor) instanceof ServiceState.Stopped);
        assertThat(children.count()).isZero();
        var status = Objects.requireNonNull(supervisor.services().get(SERVICE));
        assertThat(status.state().told()).isEqualTo("ended with status 0");
        assertThat(status.ran()).contains(Duration.ZERO);
        supervisor.start(unit("setsid sleep SECONDS & sleep 0.2; exit 0"));
        await(() -> state(supervisor) instanceof ServiceState.Stopped);
        assertThat(children.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void areSeenAndEndedThoughProgramAndWatcherAreGone(CgroupsHere cgroups) throws Exception {
        var supervisor = started(cgroups, "setsid sleep SECONDS & exec sleep 60");
        await(() -> children.count() == 1);
        kill("watcher");
        kill("child");
        await(() -> state(supervisor)
                .equals(new ServiceState.Unwatched(children.pids().getFirst())));
        supervisor.start(unit("exec sleep 60"));
        assertThat(children.count()).isZero();
        assertThat(state(supervisor)).isInstanceOf(ServiceState.Running.class);
    }

    @ParameterizedTest
    @EnumSource
    void areSeenThoughWhatIsWrittenOfThemIsLost(CgroupsHere cgroups) throws Exception {
        var supervisor = started(cgroups, "exec sleep SECONDS");
        await(() -> children.count() == 1);
        var program = children.pids().getFirst();
        for (var file : List.of("watcher", "child")) {
            Files.writeString(folder.resolve("services").resolve(SERVICE).resolve(file), "\0\0\0\0");
        }
        assertThat(state(supervisor)).isEqualTo(new ServiceState.Running(program, 0));
        supervisor.start(unit("exec sleep SECONDS"));
        assertThat(children.pids()).containsExactly(program);
        assertThat(identity("child")).isEqualTo(program);
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(children.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void areNotThoseOfAnybodyElse(CgroupsHere cgroups) throws Exception {
        var supervisor = started(cgroups, "exec sleep 60");
        var other = new PlainSupervisor(
                cgroups.on(here),
                folder.resolve("others").toString(),
                folder.resolve("work").toString());
        var stranger = new ProcessBuilder("sleep", seconds);
        stranger.environment().put("VOLTA_SERVICE", "0b8d6b33-52cb-4a55-8d6c-9d2aa8dbf2a9");
        var process = stranger.start();
        try {
            other.start(unit("exec sleep SECONDS"));
            await(() -> children.count() == 2);
            supervisor.stop(SERVICE, PATIENCE);
            assertThat(children.count()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
            other.stop(SERVICE, PATIENCE);
        }
    }
}
