package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that runs is known, and its files are mended, when one of them was cut short. */
@Timeout(120)
class PlainDamageTest {
    private static final String SERVICE = "web";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String seconds = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));
    private final ProcessesOf programs = new ProcessesOf(seconds);
    private final LocalRemote here = new LocalRemote(new NodeName("here"));

    @TempDir
    private Path folder;

    private Path at;
    private PlainSupervisor supervisor;

    @BeforeEach
    void onThisMachine() throws Exception {
        at = folder.resolve("services").resolve(SERVICE);
        supervisor = new PlainSupervisor(
                here,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        start();
        await(() -> programs.count() == 1);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        supervisor.stop(SERVICE, Duration.ofMillis(200));
        for (var program : programs.pids()) {
            ProcessHandle.of(program).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void start() throws InterruptedException {
        supervisor.start(new ServiceUnit(SERVICE, List.of("sleep", seconds)));
    }

    private long program() throws IOException {
        return programs.pids().getFirst();
    }

    private ServiceStatus status() throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE));
    }

    private String log() throws InterruptedException {
        return ServiceLogs.tail(supervisor, SERVICE, 99);
    }

    private void killProgram() throws IOException {
        ProcessHandle.of(program()).orElseThrow().destroyForcibly();
    }

    /** Nothing, a part, and zeros in the place of another part. */
    private static List<byte[]> cuts(byte[] whole) {
        var half = Arrays.copyOf(whole, whole.length / 2);
        return List.of(new byte[0], half, Arrays.copyOf(half, whole.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"watcher", "child", "restarts", "mark", "cgroups"})
    void isKnownAndMendedByTheNextStart(String name) throws Exception {
        var file = at.resolve(name);
        assumeTrue(Files.exists(file), "skipped: services have no cgroups here");
        var whole = Files.readAllBytes(file);
        var program = program();
        for (var cut : cuts(whole)) {
            Files.write(file, cut);
            assertThat(status().state()).isEqualTo(new ServiceState.Running(program, 0));
            assertThat(status().damage()).contains("its file " + file + " is damaged");
            start();
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
            assertThat(status().damage()).isEmpty();
            assertThat(status().state()).isEqualTo(new ServiceState.Running(program, 0));
        }
        killProgram();
        await(() ->
                status().state() instanceof ServiceState.Running(long pid, int restarts) && restarts == 1 && pid != 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"watcher", "child", "restarts", "mark", "cgroups"})
    void endsWithAllOfItsProcesses(String name) throws Exception {
        var file = at.resolve(name);
        assumeTrue(Files.exists(file), "skipped: services have no cgroups here");
        Files.write(file, new byte[0]);
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(programs.count()).isZero();
        assertThat(new ProcessesOf(at.toString()).count()).isZero();
        assertThat(status().state()).isInstanceOf(ServiceState.Stopped.class);
    }

    @Test
    void isStartedAgainAtOnceWhenItEnds() throws Exception {
        Files.write(at.resolve("child"), new byte[0]);
        killProgram();
        await(() ->
                status().state() instanceof ServiceState.Running(long pid, int restarts) && restarts == 1 && pid != 0);
        assertThat(log())
                .contains("volta: " + at + "/child was damaged", "ended with status 137; restart 1 in 0 s")
                .doesNotContain("cannot write");
    }

    @Test
    void isHealthyIfItsCheckPasses() throws Exception {
        Files.write(at.resolve("child"), new byte[0]);
        var health = new Health(new Probe.Command(List.of("true")), PATIENCE);
        assertThat(new HealthGate(here, supervisor).look(SERVICE, health)).isEqualTo(new HealthVerdict.Healthy());
    }

    @Test
    void aFrozenWatcherIsNamed() throws Exception {
        var watcher = new ProcessesOf(at.toString()).pids().getFirst();
        signal("-STOP", watcher);
        try {
            await(() -> status().trouble().isPresent());
            assertThat(status().trouble())
                    .contains(
                            "its watcher is stopped by a signal; kill -CONT " + watcher + " on the node lets it go on");
        } finally {
            signal("-CONT", watcher);
        }
        await(() -> status().trouble().isEmpty());
    }

    private static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
