package dev.volta.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.metrics.MetricSample.Told;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FleetWatchTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final Duration EVERY = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private final BlockingQueue<MetricSample> samples = new LinkedBlockingQueue<>();

    private FleetWatch watch(NodeConnector way, Target.Service... services) {
        return FleetWatch.start(
                List.of(new Target(NODE, List.of(services))), way, folder, EVERY, samples::add, InstantSource.system());
    }

    private MetricSample await(Predicate<MetricSample> wanted) throws InterruptedException {
        while (true) {
            var sample = samples.poll(30, TimeUnit.SECONDS);
            assertThat(sample).as("a sample within 30 s").isNotNull();
            if (wanted.test(sample)) {
                return sample;
            }
        }
    }

    private static boolean isUp(MetricSample sample, Optional<String> service) {
        return sample.service().equals(service) && sample.told() instanceof Told.Values;
    }

    private static String reason(MetricSample sample) {
        return sample.told() instanceof Told.Nothing(var reason) ? reason : "";
    }

    /** Answers each request on one connection with what is next. */
    private Thread serve(Path socket, String... answers) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        return Thread.ofVirtual().start(() -> {
            try (server) {
                for (var answer : answers) {
                    try (var channel = server.accept()) {
                        readRequest(Channels.newInputStream(channel));
                        channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void readRequest(InputStream in) throws IOException {
        var end = 0;
        while (end < 4) {
            var next = in.read();
            end = next == "\r\n\r\n".charAt(end) ? end + 1 : 0;
        }
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    @Test
    void aServiceThatAnswersBadlyIsToldEachTimeWithTheReason() throws Exception {
        var socket = folder.resolve("s");
        var serving = serve(
                socket,
                answer("a 1\n"),
                answer("a one\n"),
                "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\na 1\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na 1\n",
                answer("ä 1\n"),
                answer("a{b=\"ä\"} 2\n"));
        try (var watch = watch(LocalRemote::new, new Target.Service("api", socket.toString()))) {
            assertThat(watch.failure()).isEmpty();
            assertThat(await(sample -> isUp(sample, Optional.of("api"))).series())
                    .hasSize(2);
            await(sample -> reason(sample).contains("line 1 of its metrics: 'one' is no value"));
            await(sample -> reason(sample).contains("503 Busy"));
            await(sample -> reason(sample).contains("no length"));
            await(sample -> reason(sample).contains("ended without an answer"));
            await(sample -> reason(sample).contains("does not begin with a metric's name"));
            var last = await(sample -> isUp(sample, Optional.of("api")));
            assertThat(last.series().getLast().labels()).containsEntry("b", "ä");
            await(sample -> reason(sample).startsWith("does not answer"));
        }
        serving.join();
    }

    @Test
    void aNodeThatIsLostIsTriedAgain() throws Exception {
        var tries = new AtomicInteger();
        NodeConnector way = name -> {
            if (tries.incrementAndGet() == 1) {
                throw new RemoteException(name, "no route to it");
            }
            return new LocalRemote(name);
        };
        try (var watch =
                watch(way, new Target.Service("api", folder.resolve("none").toString()))) {
            assertThat(watch.failure()).isEmpty();
            assertThat(reason(await(_ -> true))).isEqualTo("no route to it");
            assertThat(reason(await(_ -> true))).isEqualTo("its node does not answer");
            var first = await(sample -> isUp(sample, Optional.empty()));
            var second = await(sample -> isUp(sample, Optional.empty()));
            assertThat(second.time()).isAfter(first.time());
        }
        samples.clear();
        assertThat(samples.poll(1, TimeUnit.SECONDS))
                .as("nothing comes once it is closed")
                .isNull();
    }

    @Test
    void aSinkThatCannotWriteEndsIt() throws Exception {
        SampleSink full = _ -> {
            throw new UncheckedIOException(new IOException("disk full"));
        };
        try (var watch = FleetWatch.start(
                List.of(new Target(NODE, List.of())), LocalRemote::new, folder, EVERY, full, InstantSource.system())) {
            assertThatThrownBy(() -> watch.await(Optional.empty())).hasMessageContaining("disk full");
        }
    }
}
