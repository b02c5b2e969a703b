package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.Port;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HealthGateTest {
    private static final String SERVICE = "web";

    @TempDir
    private Path folder;

    private PlainSupervisor supervisor;
    private HealthGate gate;

    @BeforeEach
    void onThisMachine() {
        var here = new LocalRemote(new NodeName("here"));
        supervisor = new PlainSupervisor(here, folder.resolve("services").toString());
        gate = new HealthGate(here, supervisor);
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        supervisor.stop(SERVICE, Duration.ofMillis(200));
    }

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
    void aUrlPassesWithASuccessAlone() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/ready") ? 204 : 503, -1);
            exchange.close();
        });
        server.start();
        try {
            var base = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(gate.passes(new Probe.Http(URI.create(base + "/ready")))).isTrue();
            assertThat(gate.passes(new Probe.Http(URI.create(base + "/starting"))))
                    .isFalse();
        } finally {
            server.stop(0);
        }
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
        gate.await(SERVICE, health(Duration.ofSeconds(30), "test", "-e", ready.toString()));
        assertThat(Files.exists(ready)).isTrue();
    }

    @Test
    void isOpenWithoutACheckWhenTheProcessStays() throws Exception {
        supervisor.start(unit("exec sleep 60"));
        gate.await(SERVICE, Optional.empty());
        assertThat(supervisor.services().get(SERVICE)).matches(ServiceStatus::isRunning);
    }

    @Test
    void staysClosedWithoutACheckWhenTheProcessEndsAtOnce() throws Exception {
        supervisor.start(unit("echo no licence; exit 3"));
        assertThatThrownBy(() -> gate.await(SERVICE, Optional.empty()))
                .hasMessageMatching("(?s)here: web was restarted \\d+ times; the end of its log:\n.*no licence.*");
    }

    @Test
    void showsTheEndOfTheLogWhenItNeverOpens() throws Exception {
        supervisor.start(unit("echo waiting for the database; exec sleep 60"));
        assertThatThrownBy(() -> gate.await(SERVICE, health(Duration.ofSeconds(1), "false")))
                .isInstanceOf(RemoteException.class)
                .hasMessage("here: web did not become healthy within 1 s (false); the end of its log:\n"
                        + "waiting for the database");
    }

    @Test
    void doesNotWaitForWhatHasEnded() throws Exception {
        supervisor.start(unit("echo done"));
        assertThatThrownBy(() -> gate.await(SERVICE, health(Duration.ofMinutes(10), "false")))
                .hasMessage("here: web ended with status 0; the end of its log:\ndone");
    }

    @Test
    void doesNotWaitForWhatFailsAgainAndAgain() throws Exception {
        supervisor.start(unit("echo no licence; exit 3"));
        assertThatThrownBy(() -> gate.await(SERVICE, health(Duration.ofMinutes(10), "false")))
                .hasMessageMatching("(?s)here: web was restarted \\d+ times; the end of its log:\n.*no licence.*");
    }

    private static ServiceUnit unit(String script) {
        return new ServiceUnit(SERVICE, List.of("sh", "-c", script));
    }

    private static Optional<Health> health(Duration timeout, String... command) {
        return Optional.of(new Health(new Probe.Command(List.of(command)), timeout));
    }
}
