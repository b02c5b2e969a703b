package dev.volta.hashing.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsServerTest {
    private static final Readings.Source SOURCE = into -> {
        into.gauge("queued", "Waiting", 3);
        into.counters("done_total", "Done \\ so far", "outcome", Map.of("a \"b\"", 5L));
        var took = new Latencies();
        took.took(3_000_000);
        took.took(200_000_000_000L);
        into.histogram("lease_seconds", "Time", "kind", Map.of("walk", took));
    };

    @TempDir
    private Path folder;

    private Path socket;
    private Path url;
    private AutoCloseable server;

    @BeforeEach
    void start() {
        socket = folder.resolve("run/w.metrics");
        url = folder.resolve("run/w.metrics.url");
        server = MetricsServer.start(new MetricsSettings(Optional.of(socket), 0), SOURCE);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String overTcp() throws IOException {
        try (var in = URI.create(Files.readString(url).strip()).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What comes until the server ends the connection. */
    private String answer(String request) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            for (var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void answersOnItsPortAndOnItsSocketWithTheSame() throws Exception {
        var text = overTcp();
        assertThat(text)
                .contains("# TYPE queued gauge\n", "\nqueued 3.0\n")
                .contains("# HELP done_total Done \\\\ so far\n", "# TYPE done_total counter\n")
                .contains("\ndone_total{outcome=\"a \\\"b\\\"\",} 5.0\n")
                .contains("lease_seconds_bucket{kind=\"walk\",le=\"0.001\",} 0.0\n")
                .contains("lease_seconds_bucket{kind=\"walk\",le=\"0.005\",} 1.0\n")
                .contains("lease_seconds_bucket{kind=\"walk\",le=\"120.0\",} 1.0\n")
                .contains("lease_seconds_bucket{kind=\"walk\",le=\"+Inf\",} 2.0\n")
                .contains("lease_seconds_count{kind=\"walk\",} 2.0\n", "lease_seconds_sum{kind=\"walk\",} 200.003\n")
                .contains("\nvolta_jvm_heap_max_bytes ", "\nprocess_resident_memory_bytes ");
        assertThat(answer("GET /metrics HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
                .contains("\nqueued 3.0\n");
        assertThat(Files.getPosixFilePermissions(socket)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void answersAgainAndAgainOnOneConnection() throws Exception {
        var first = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
        var last = "GET /metrics?a=b HTTP/1.1\r\nconnection: Close\r\n\r\n";
        var twice = answer(first + last);
        assertThat(twice.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        assertThat(answer("GET /other HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(answer("POST /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(answer("\u0000\u0001\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(answer("GET /" + "x".repeat(8200))).startsWith("HTTP/1.1 431 ");
        assertThat(overTcp()).contains("queued");
    }

    @Test
    void aSourceThatFailsIsToldAndTheNextAnswerComesAgain() throws Exception {
        server.close();
        var calls = new int[1];
        server = MetricsServer.start(new MetricsSettings(Optional.of(socket), 0), into -> {
            if (calls[0]++ == 0) {
                throw new IllegalStateException("not now");
            }
            SOURCE.read(into);
        });
        assertThat(answer("GET /metrics HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 500 ")
                .contains("not now");
        assertThat(overTcp()).contains("queued 3.0");
    }

    @Test
    void leavesNothingAndTakesThePlaceOfWhatAKilledProcessLeft() throws Exception {
        server.close();
        assertThat(folder.resolve("run")).isEmptyDirectory();
        Files.writeString(socket, "stale");
        Files.writeString(url, "http://127.0.0.1:1/metrics\n");
        server = MetricsServer.start(new MetricsSettings(Optional.of(socket), 0), SOURCE);
        assertThat(overTcp()).contains("queued");
    }

    @Test
    void aPortThatIsTakenIsPassedOver() throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            var other = folder.resolve("o.metrics");
            try (var second =
                    MetricsServer.start(new MetricsSettings(Optional.of(other), taken.getLocalPort()), SOURCE)) {
                assertThat(second).isNotNull();
                var port = URI.create(Files.readString(folder.resolve("o.metrics.url"))
                                .strip())
                        .getPort();
                assertThat(port).isBetween(taken.getLocalPort() + 1, taken.getLocalPort() + 63);
            }
        }
    }

    @Test
    void aSocketThatCannotBeMadeKeepsNobodyFromWorking() throws Exception {
        var tooLong = folder.resolve("x".repeat(200));
        try (var none = MetricsServer.start(new MetricsSettings(Optional.of(tooLong), 0), SOURCE)) {
            assertThat(none).isNotInstanceOf(MetricsServer.class);
        }
    }

    @Test
    void tellsNothingInAFolderThatOthersCanChange() throws Exception {
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        var theirs = Files.createFile(open.resolve("w.metrics"));
        MetricsServer.start(new MetricsSettings(Optional.of(theirs), 0), SOURCE).close();
        assertThat(open).isDirectoryContaining(path -> path.equals(theirs));
        assertThat(theirs).isRegularFile();
    }

    @Test
    void answersAgainAfterAnAnswerThatBroke() throws Exception {
        server.close();
        var asked = new AtomicInteger();
        server = MetricsServer.start(new MetricsSettings(Optional.of(socket), 0), into -> {
            if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("made up");
            }
            SOURCE.read(into);
        });
        assertThat(answer("GET /metrics HTTP/1.0\r\n\r\n")).isEmpty();
        assertThat(answer("GET /metrics HTTP/1.0\r\n\r\n")).contains("\nqueued 3.0\n");
    }

    private SocketChannel toThePort() throws IOException {
        return SocketChannel.open(new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                URI.create(Files.readString(url).strip()).getPort()));
    }

    @Test
    void answersVoltaWhileOthersHaveAllConnectionsOfThePort() throws Exception {
        var opened = new ArrayList<SocketChannel>();
        try {
            for (var i = 0; i < 40; i++) {
                opened.add(toThePort());
            }
            assertThat(answer("GET /metrics HTTP/1.0\r\n\r\n")).contains("\nqueued 3.0\n");
        } finally {
            for (var one : opened) {
                one.close();
            }
        }
    }

    @Test
    void endsAConnectionOfThePortThatAsksNothingForLong() throws Exception {
        server.close();
        server = MetricsServer.start(new MetricsSettings(Optional.of(socket), 0), SOURCE, Duration.ofMillis(500));
        try (var slow = toThePort();
                var own = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            slow.write(ByteBuffer.wrap("GET".getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(slow.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            own.write(ByteBuffer.wrap("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(own.read(ByteBuffer.allocate(1))).isEqualTo(1);
        }
    }
}
