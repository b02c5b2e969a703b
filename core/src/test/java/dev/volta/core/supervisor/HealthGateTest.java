package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gate opens when the check of a service passes and its program stays. */
@Timeout(180)
class HealthGateTest extends OnHealthGate {
    private static final Duration STAYS = HealthGate.stays(Optional.empty());

    /** Where it is not about how long a program stays. */
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    @Test
    void aSocketPassesOnlyWhileItAccepts() throws Exception {
        var socket = folder.resolve("s");
        var probe = new Probe.Socket(socket);
        assertThat(gate.passes(probe)).isFalse();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(gate.passes(probe)).isTrue();
        }
        assertThat(socket).exists();
        assertThat(gate.passes(probe)).isFalse();
    }

    @Test
    void aPortPassesOnlyWhileSomebodyListens() throws Exception {
        Probe probe;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            probe = new Probe.Tcp(new Port(server.getLocalPort()));
            assertThat(gate.passes(probe)).isTrue();
        }
        assertThat(gate.passes(probe)).isFalse();
    }

    @Test
    void tellsTheEndOfWhatACheckPrintsWithoutALineFeed() {
        var printed = "closed\nrunning|12|0|0|100|\n" + "x".repeat(3_000_000) + "end";
        assertThat(GateAnswer.read(printed).orElseThrow().reason())
                .endsWith("xend")
                .hasSizeLessThan(3000);
    }

    @Test
    void aCommandPassesWhenItExitsWithZero() throws Exception {
        assertThat(gate.passes(new Probe.Command(List.of("test", "a b", "=", "a b"))))
                .isTrue();
        assertThat(gate.passes(new Probe.Command(List.of("false")))).isFalse();
    }

    @Test
    void waitsUntilItOpens() throws Exception {
        var ready = folder.resolve("ready");
        supervisor.start(unit("sleep 0.3; : >" + ready + "; exec sleep 60"));
        gate.await(SERVICE, health(Duration.ofSeconds(30), "test", "-e", ready.toString()), A_MOMENT);
        assertThat(Files.exists(ready)).isTrue();
    }

    @Test
    void isOpenWithoutACheckWhenTheProcessStays() throws Exception {
        supervisor.start(unit("exec sleep 60"));
        gate.await(SERVICE, Optional.empty(), STAYS);
        assertThat(supervisor.services().get(SERVICE)).matches(ServiceStatus::isRunning);
    }

    @Test
    void knowsHowLongAProgramRunsInAContainerThatIsYoungerThanItsMachine() throws Exception {
        assumeTrue(Lxcfs.uptime() > 300, "skipped: this machine was booted just now");
        var container = new Lxcfs(new LocalRemote(new NodeName("here")));
        var there = new PlainSupervisor(
                container,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        there.start(unit("exec sleep 60"));
        new HealthGate(container, there).await(SERVICE, Optional.empty(), A_MOMENT);
        var up = Objects.requireNonNull(there.services().get(SERVICE)).up().toOptional();
        assertThat(up).hasValueSatisfying(time -> assertThat(time).isBetween(Duration.ZERO, Duration.ofMinutes(2)));
    }

    @Test
    void staysClosedWithoutACheckWhenTheProcessEndsAtOnce() throws Exception {
        supervisor.start(unit("echo no licence; exit 3"));
        assertThatThrownBy(() -> gate.await(SERVICE, Optional.empty(), STAYS))
                .hasMessageMatching("(?s)here: web was restarted \\d+ times; the end of its log:\n.*no licence.*");
    }

    @Test
    void showsTheEndOfTheLogWhenItNeverOpens() throws Exception {
        supervisor.start(unit("echo waiting for the database; exec sleep 60"));
        assertThatThrownBy(() -> gate.await(SERVICE, health(Duration.ofSeconds(1), "false"), STAYS))
                .isInstanceOf(RemoteException.class)
                .hasMessage("here: web did not become healthy within 1 s (false); the end of its log:\n"
                        + "waiting for the database");
    }

    @Test
    void doesNotWaitForWhatHasEnded() throws Exception {
        supervisor.start(unit("echo done"));
        assertThatThrownBy(() -> gate.await(SERVICE, health(Duration.ofMinutes(10), "false"), STAYS))
                .hasMessage("here: web ended with status 0; the end of its log:\ndone");
    }

    @Test
    void doesNotWaitForWhatFailsAgainAndAgain() throws Exception {
        supervisor.start(unit("echo no licence; exit 3"));
        assertThatThrownBy(() -> gate.await(SERVICE, health(Duration.ofMinutes(10), "false"), STAYS))
                .hasMessageMatching("(?s)here: web was restarted \\d+ times; the end of its log:\n.*no licence.*");
    }

    /** A program of the service that accepts on a port, in a process that is far from the first one. */
    private static String listener(int port) {
        return "exec perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => \"127.0.0.1:"
                + port + "\") or die; sleep 60'";
    }

    private static int freePort() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    private static Health tcp(int port) {
        return new Health(new Probe.Tcp(new Port(port)), Duration.ofSeconds(1));
    }

    @Test
    void aPortHasToBeThatOfTheService() throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = stranger.getLocalPort();
            supervisor.start(unit("exec sleep 60"));
            var held = "TCP port " + port + ": port " + port + " is held by process "
                    + ProcessHandle.current().pid() + " (java), which does not belong to it";
            assertThatThrownBy(() -> gate.await(SERVICE, Optional.of(tcp(port)), STAYS))
                    .hasMessage("here: web did not become healthy within 1 s (" + held + "); the end of its log:\n");
            assertThat(gate.look(SERVICE, tcp(port))).isEqualTo(new HealthVerdict.Unhealthy(held));
        }
    }

    @Test
    void aProgramThatIsStoppedByASignalIsNotHealthy() throws Exception {
        var port = freePort();
        supervisor.start(unit(listener(port)));
        await(() -> gate.look(SERVICE, tcp(port)).ok());
        var pid = ((ServiceState.Running) status().state()).pid();
        kill("-STOP", pid);
        await(() -> status().state().equals(new ServiceState.Frozen(pid)));
        var why = "TCP port " + port + ": its program is stopped by a signal; kill -CONT " + pid + " lets it go on";
        assertThat(gate.look(SERVICE, tcp(port))).isEqualTo(new HealthVerdict.Unhealthy(why));
        assertThatThrownBy(() -> gate.await(SERVICE, Optional.of(tcp(port)), STAYS))
                .hasMessage("here: web stopped by a signal; kill -CONT " + pid
                        + " on the node lets it go on; the end of its log:\n");
        assertThatThrownBy(() -> gate.await(SERVICE, Optional.empty(), STAYS))
                .hasMessageContaining("stopped by a signal");
        kill("-CONT", pid);
        await(() -> gate.look(SERVICE, tcp(port)).ok());
        assertThat(status().isRunning()).isTrue();
    }

    private static void kill(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aStrangersPortDoesNotMakeUpForAServiceThatFails() throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = stranger.getLocalPort();
            supervisor.start(unit(listener(port)));
            assertThatThrownBy(() -> gate.await(SERVICE, Optional.of(tcp(port)), STAYS))
                    .isInstanceOf(RemoteException.class);
            assertThat(gate.look(SERVICE, tcp(port))).isInstanceOf(HealthVerdict.Unhealthy.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "(%s) & wait",
                "setsid sh -c \"$PROGRAM\" & wait",
                "(env -i sh -c \"$PROGRAM\" &); sleep 60"
            })
    void aPortMayBeThatOfAnyProcessOfTheService(String way) throws Exception {
        var port = freePort();
        var program = listener(port);
        var environment = new LinkedHashMap<String, String>();
        environment.put("PROGRAM", program);
        supervisor.start(new ServiceUnit(SERVICE, List.of("sh", "-c", way.formatted(program)), environment));
        gate.await(SERVICE, Optional.of(new Health(new Probe.Tcp(new Port(port)), Duration.ofSeconds(30))), A_MOMENT);
        assertThat(gate.look(SERVICE, tcp(port))).isEqualTo(new HealthVerdict.Healthy());
    }

    @Test
    void aSocketHasToBeThatOfTheService() throws Exception {
        var socket = folder.resolve("s");
        try (var stranger = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stranger.bind(UnixDomainSocketAddress.of(socket));
            supervisor.start(unit("exec sleep 60"));
            assertThat(look(new Probe.Socket(socket)))
                    .isEqualTo(new HealthVerdict.Unhealthy("socket " + socket + ": it is held by process "
                            + ProcessHandle.current().pid() + " (java), which does not belong to it"));
            supervisor.stop(SERVICE, Duration.ofSeconds(5));
        }
        supervisor.start(unit("exec perl -MIO::Socket::UNIX -e 'unlink \"" + socket
                + "\"; my $s = IO::Socket::UNIX->new(Listen => 1, Local => \"" + socket
                + "\") or die; $s->accept while 1'"));
        gate.await(SERVICE, Optional.of(new Health(new Probe.Socket(socket), Duration.ofSeconds(30))), A_MOMENT);
        assertThat(look(new Probe.Socket(socket))).isEqualTo(new HealthVerdict.Healthy());
    }

    @Test
    void isNotHealthyShortlyAfterItWasStartedAgain() throws Exception {
        supervisor.start(unit("exec sleep 60"));
        var probe = new Probe.Command(List.of("true"));
        assertThat(look(probe)).isEqualTo(new HealthVerdict.Healthy());
        var first = (ServiceState.Running) status().state();
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        await(() ->
                status().state() instanceof ServiceState.Running(long pid, int restarts) && restarts == 1 && pid != 0);
        assertThat(look(probe).told()).matches("unhealthy \\(was restarted 1 time, the last time \\d s ago\\)");
    }

    @Test
    void aCheckByACommandHasTheVariablesOfTheService() throws Exception {
        var odd = "it's $HOME `x` \"q\"\nline";
        var environment = new LinkedHashMap<>(Map.of("LIMIT", odd, "limit", "7", "out", "x"));
        supervisor.start(new ServiceUnit(SERVICE, List.of("sleep", "60"), environment));
        var check = "printf '%s|%s|%s' \"$LIMIT\" \"$limit\" \"$out\"; exit 1";
        assertThat(look(new Probe.Command(List.of("sh", "-c", check))))
                .isEqualTo(new HealthVerdict.Unhealthy("sh -c " + check + ": " + odd + "|7|x"));
    }

    @Test
    void aCheckThatHangsIsTriedAgainAndEndsInTimeWithAllThatItStarted() throws Exception {
        var number = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));
        supervisor.start(unit("exec sleep 60"));
        var hangs =
                health(Duration.ofSeconds(2), "sh", "-c", "echo asked; setsid sleep " + number + " & sleep " + number);
        assertThatThrownBy(() -> gate.await(SERVICE, hangs, STAYS))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("web did not become healthy within 2 s (sh -c echo asked;")
                .hasMessageContaining(": it did not end within 2 s: asked); the end of its log:")
                .hasMessageNotContaining("esac");
        await(() -> new ProcessesOf(number).count() == 0); // who was killed takes a moment to go
        var briefly = new Health(new Probe.Command(List.of("sleep", number)), Duration.ofSeconds(1));
        assertThat(gate.look(SERVICE, briefly).told())
                .isEqualTo("unhealthy (sleep " + number + ": it did not end within 1 s)");
        await(() -> new ProcessesOf(number).count() == 0); // who was killed takes a moment to go
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCheckLeavesNothingBehindWhateverItsStatus(int status) throws Exception {
        var number = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));
        supervisor.start(unit("exec sleep 60"));
        var begun = folder.resolve("begun");
        var script = leaves(number, begun) + "; exit " + status;
        var verdict = look(new Probe.Command(List.of("sh", "-c", script)));
        assertThat(verdict.ok()).isEqualTo(status == 0);
        assertThat(begun).exists();
        await(() -> new ProcessesOf(number).count() == 0); // who was killed takes a moment to go
    }

    @Test
    void looksForWhatACheckHasLeftAmongNewProcessesAlone() throws Exception {
        var programs = Files.createDirectory(folder.resolve("programs"));
        var grep = Files.writeString(
                programs.resolve("grep"), "#!/bin/sh\nprintf '%s\\n' \"$@\" >>\"$0.asked\"; exit 1\n");
        Files.setPosixFilePermissions(grep, PosixFilePermissions.fromString("rwx------"));
        var simple = new ForwardingRemote(new LocalRemote(new NodeName("here"))) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(List.of("env", "PATH=" + programs + ":" + System.getenv("PATH")));
                argv.addAll(command.argv());
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        var number = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));
        supervisor.start(unit("exec sleep 60"));
        var probe = new Probe.Command(List.of("sh", "-c", leaves(number, folder.resolve("begun"))));
        var verdict = new HealthGate(simple, supervisor).look(SERVICE, new Health(probe, Duration.ofSeconds(60)));
        assertThat(verdict).isEqualTo(new HealthVerdict.Healthy());
        assertThat(programs.resolve("grep.asked"))
                .content()
                .contains("/environ")
                .doesNotContain("/proc/" + ProcessHandle.current().pid() + "/environ");
        await(() -> new ProcessesOf(number).count() == 0); // who was killed takes a moment to go
    }

    /** A check that leaves a process in a session of its own, which is there when the check ends. */
    private static String leaves(String number, Path begun) {
        return "setsid sh -c ': >" + begun + "; exec sleep " + number + "' & until [ -e " + begun
                + " ]; do sleep 0.01; done";
    }

    @Test
    void aCheckThatHangsOnceMayPassTheNextTime() throws Exception {
        var once = folder.resolve("once");
        supervisor.start(unit("exec sleep 60"));
        var briefly = new HealthGate(new LocalRemote(new NodeName("here")), supervisor, Duration.ofSeconds(1));
        briefly.await(
                SERVICE,
                health(Duration.ofSeconds(4), "sh", "-c", "[ -e " + once + " ] || { : >" + once + "; sleep 100; }"),
                A_MOMENT);
    }

    @Test
    void tellsWhatACheckSaidLast() throws Exception {
        supervisor.start(unit("exec sleep 60"));
        assertThat(look(new Probe.Command(List.of("sh", "-c", "echo no licence; exit 1"))))
                .isEqualTo(new HealthVerdict.Unhealthy("sh -c echo no licence; exit 1: no licence"));
    }

    @Test
    void whatCannotBeAskedIsNotHealthy() throws Exception {
        supervisor.start(unit("exec sleep 60"));
        var lost = new ForwardingRemote(new LocalRemote(new NodeName("here"))) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) {
                throw new RemoteException(node(), "the connection was lost");
            }
        };
        var verdict = new HealthGate(lost, supervisor).look(SERVICE, tcp(80));
        assertThat(verdict).isEqualTo(new HealthVerdict.Unknown("here: the connection was lost"));
        assertThat(verdict.ok()).isFalse();
        supervisor.stop(SERVICE, Duration.ofSeconds(5));
        assertThat(look(new Probe.Command(List.of("true"))).ok()).isFalse();
    }

    private ServiceStatus status() throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE));
    }

    private static Optional<Health> health(Duration timeout, String... command) {
        return Optional.of(new Health(new Probe.Command(List.of(command)), timeout));
    }
}
