package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.Port;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the health gate makes of what systemd tells. */
@Timeout(120)
class SystemdGateTest {
    private static final String SERVICE = "web";

    @TempDir
    private Path folder;

    private SystemdNode node;
    private SystemdFolders folders;
    private HealthGate gate;

    @BeforeEach
    void onThisMachine() throws Exception {
        node = new SystemdNode(folder);
        var at = folder.toString();
        folders = new SystemdFolders(at, at, at, at);
        gate = new HealthGate(node, new SystemdSupervisor(node, "lab", folders));
        Files.createFile(folder.resolve(SERVICE + ".log"));
    }

    /** A unit that runs, and has been started again so often. */
    private static Map<String, String> running(int restarts) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("Id", "volta-lab-here-" + SERVICE + ".service");
        properties.put("LoadState", "loaded");
        properties.put("ActiveState", "active");
        properties.put("MainPID", Long.toString(ProcessHandle.current().pid()));
        properties.put("NRestarts", Integer.toString(restarts));
        properties.put("ControlGroup", "/none");
        properties.put("ExecMainCode", "0");
        properties.put("ExecMainStatus", "0");
        return properties;
    }

    @Test
    void waitsForAUnitThatWasRestartedOftenBefore() throws Exception {
        node.tells(running(7));
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        var health = Optional.of(new Health(new Probe.Tcp(new Port(port)), Duration.ofSeconds(5)));
        assertThatThrownBy(() -> gate.await(SERVICE, health, HealthGate.stays(Optional.empty())))
                .hasMessageStartingWith(
                        "here: web did not become healthy within 5 s (TCP port " + port + ": nothing listens there);");
    }

    @Test
    void aUnitThatWasRestartedOftenIsNotSettledWithinAMinute() throws Exception {
        var supervisor = new SystemdSupervisor(node, "lab", folders);
        var program = new ProcessBuilder("sleep", "100").start();
        try {
            for (var restarts : List.of(0, 1, 2)) {
                var properties = running(restarts);
                properties.put("MainPID", Long.toString(program.pid()));
                node.tells(properties);
                var status = Objects.requireNonNull(supervisor.services().get(SERVICE));
                assertThat(status.isSettled()).isFalse();
                assertThat(status.isRestless()).isEqualTo(restarts > 1);
                assertThat(HealthGate.stays(Optional.of(status)))
                        .isEqualTo(List.of(HealthGate.SETTLED, HealthGate.RECOVERED, Duration.ofMinutes(1))
                                .get(restarts));
            }
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aCheckByACommandHasTheVariablesOfTheUnit() throws Exception {
        var variables = Files.writeString(folder.resolve("a b"), EnvironmentText.of(Map.of("URL", "it's \"$x\"")));
        var properties = running(0);
        properties.put("EnvironmentFiles", variables + " (ignore_errors=no)");
        node.tells(properties);
        var check = "printf %s \"$URL\"; exit 1";
        var health = new Health(new Probe.Command(List.of("sh", "-c", check)), Duration.ofSeconds(5));
        assertThat(gate.look(SERVICE, health))
                .isEqualTo(new HealthVerdict.Unhealthy("sh -c " + check + ": it's \"$x\""));
    }

    @Test
    void saysThatTheFileOfAUnitIsGone() throws Exception {
        node.tells(running(0));
        var status = Objects.requireNonNull(
                new SystemdSupervisor(node, "lab", folders).services().get(SERVICE));
        assertThat(status.trouble()).contains("its unit file is gone");
    }

    @Test
    void knowsHowLongAProgramRunsInAContainerThatIsYoungerThanItsMachine() throws Exception {
        assumeTrue(Lxcfs.uptime() > 300, "skipped: this machine was booted just now");
        var container = new Lxcfs(node);
        var supervisor = new SystemdSupervisor(container, "lab", folders);
        var program = new ProcessBuilder("sleep", "100").start();
        try {
            var properties = running(0);
            properties.put("MainPID", Long.toString(program.pid()));
            node.tells(properties);
            new HealthGate(container, supervisor).await(SERVICE, Optional.empty(), HealthGate.stays(Optional.empty()));
            assertThat(up(supervisor))
                    .hasValueSatisfying(
                            time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(2)));
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void knowsAProgramThatWasFrozen() throws Exception {
        var supervisor = new SystemdSupervisor(node, "lab", folders);
        var program = new ProcessBuilder("sleep", "100").start();
        try {
            var properties = running(0);
            properties.put("MainPID", Long.toString(program.pid()));
            node.tells(properties);
            assertThat(state(supervisor)).isEqualTo(new ServiceState.Running(program.pid(), 0));
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(program.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            var stat = Path.of("/proc", Long.toString(program.pid()), "stat");
            while (!Files.readString(stat).contains(") T ")) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(state(supervisor)).isEqualTo(new ServiceState.Frozen(program.pid()));
        } finally {
            program.destroyForcibly();
        }
    }

    private static ServiceState state(SystemdSupervisor supervisor) throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE)).state();
    }

    @Test
    void knowsHowLongAProgramRunsOnANodeThatHasSlept() throws Exception {
        var supervisor = new SystemdSupervisor(node, "lab", folders);
        var program = new ProcessBuilder("sleep", "100").start();
        try {
            var properties = running(0);
            properties.put("MainPID", Long.toString(program.pid()));
            properties.put("ExecMainStartTimestampMonotonic", "1000000"); // it has slept ever since
            node.tells(properties);
            assertThat(up(supervisor))
                    .hasValueSatisfying(time -> assertThat(time).isLessThan(Duration.ofMinutes(2)));
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertThat(up(supervisor)).as("its process has gone").isEmpty();
    }

    private static Optional<Duration> up(SystemdSupervisor supervisor) throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE)).up().toOptional();
    }
}
