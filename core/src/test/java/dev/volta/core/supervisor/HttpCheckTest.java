package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A check over HTTP passes only by an answer of the service that says that all is well. */
@Timeout(180)
class HttpCheckTest extends OnHealthGate {
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
    void aUrlOfThisMachineHasToBeServedByTheService() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            supervisor.start(unit("exec sleep 60"));
            for (var host : List.of("localhost", "127.0.0.1")) {
                var probe = new Probe.Http(
                        URI.create("http://" + host + ":" + server.getAddress().getPort() + "/"));
                assertThat(gate.passes(probe)).isTrue();
                assertThat(look(probe).told())
                        .startsWith("unhealthy (http://" + host)
                        .contains("is held by process");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aUrlHasToBeServedByTheServiceAtThatAddress() throws Exception {
        var here = new LocalRemote(new NodeName("here"));
        assumeTrue(here.run(Command.of("sh", "-c", "command -v python3")).ok(), "skipped: python3 is not installed");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            var port = server.getAddress().getPort();
            supervisor.start(unit("exec python3 -m http.server --bind 127.0.0.2 " + port));
            gate.await(
                    SERVICE, Optional.of(new Health(http("127.0.0.2", port), Duration.ofSeconds(60))), Duration.ZERO);
            assertThat(look(http("127.0.0.1", port)).told()).contains("is held by process");
        } finally {
            server.stop(0);
        }
    }

    private static Probe http(String host, int port) {
        return new Probe.Http(URI.create("http://" + host + ":" + port + "/"));
    }

    /** A stranger that does not listen any more when it answers. */
    @Test
    void aUrlHasToBeServedByWhoeverListenedBefore() throws Exception {
        var port = 0;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var listening = port;
        var stranger = Thread.ofVirtual().start(() -> answerOneByOne(listening));
        try {
            supervisor.start(unit("exec sleep 60"));
            assertThat(look(http("127.0.0.1", port)).told()).startsWith("unhealthy");
        } finally {
            stranger.interrupt();
            stranger.join();
        }
    }

    @SuppressWarnings("try") // closed early on purpose
    private static void answerOneByOne(int port) {
        while (!Thread.currentThread().isInterrupted()) {
            try (var listener = new ServerSocket()) {
                listener.setReuseAddress(true);
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
                listener.setSoTimeout(100);
                try (var client = listener.accept()) {
                    listener.close();
                    client.getInputStream().readNBytes(10);
                    client.getOutputStream()
                            .write("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException _) {
                // Nobody came, or he has gone again.
            }
        }
    }

    /** {@code program} asks for URLs on this machine. */
    private HealthGate asking(String program) throws Exception {
        var here = new LocalRemote(new NodeName("here"));
        assumeTrue(
                here.run(Command.of("sh", "-c", "command -v " + program)).ok(),
                () -> "skipped: " + program + " is not installed");
        return new HealthGate(
                new ForwardingRemote(here) {
                    @Override
                    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                        var argv = new ArrayList<>(command.argv());
                        argv.replaceAll(word -> word.replace("command -v curl", "[ " + program + " = curl ]"));
                        return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
                    }
                },
                supervisor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void aRedirectionIsNoSuccess(String program) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/login");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/login") ? 200 : 302, -1);
            exchange.close();
        });
        server.start();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            var asking = asking(program);
            assertThat(asking.passes(new Probe.Http(URI.create(url + "login")))).isTrue();
            assertThat(asking.passes(new Probe.Http(URI.create(url)))).isFalse();
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void anAnswerThatBreaksOffIsNoSuccess(String program) throws Exception {
        supervisor.start(unit("exec sleep 60"));
        var given = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var asker = server.accept()) {
                    asker.getOutputStream().write(given);
                    asker.getInputStream().transferTo(OutputStream.nullOutputStream()); // until it gives up
                } catch (IOException _) {
                    // it is told below
                }
            });
            var probe = new Probe.Http(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));
            var verdict = asking(program).look(SERVICE, new Health(probe, Duration.ofSeconds(2)));
            assertThat(verdict.told())
                    .startsWith("unhealthy (http://127.0.0.1:")
                    .containsPattern(program + ": \\(28\\)|it did not end within|it does not answer 2xx");
        }
    }

    /** An answer without an end is read to its first MiB. */
    @ParameterizedTest
    @CsvSource({"curl, 200, true", "wget, 200, true", "curl, 503, false", "wget, 503, false"})
    void anEndlessAnswerCountsByItsStatus(String program, String status, boolean passes) throws Exception {
        var head = "HTTP/1.1 " + status + " Said\r\n\r\n";
        var piece = new byte[1 << 16];
        var sent = new AtomicLong();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering = Thread.ofVirtual().start(() -> {
                try (var asker = server.accept()) {
                    asker.getInputStream().readNBytes(10);
                    asker.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    while (sent.get() < 1L << 30) {
                        asker.getOutputStream().write(piece);
                        sent.addAndGet(piece.length);
                    }
                } catch (IOException _) {
                    // it has hung up
                }
            });
            var probe = new Probe.Http(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));
            assertThat(asking(program).passes(probe)).isEqualTo(passes);
            answering.join();
        }
        assertThat(sent.get()).isLessThan(32L << 20);
    }
}
