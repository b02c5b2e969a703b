package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialSpec;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trial's limit holds wherever in the trial the controller falls silent, and a trial that breaks off ends its job. */
@Timeout(30)
class DigestSessionTest {
    private static final JobSummary SUMMARY = new JobSummary(0, 0, Map.of(), Map.of(), 1, 1, 1, List.of(), 0, 0, 0, 0);

    private static final JobProgress NOTHING_YET = new JobProgress(0, 0, false, 0, 0, 0, "", List.of());

    @TempDir
    Path folder;

    private ServerSocketChannel server;

    /** The first question that gets no answer. */
    enum Silence {
        SUBMIT,
        FETCH,
        FORGET
    }

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static TrialSpec trial(String id) {
        return new TrialSpec(id, 1, "");
    }

    @Test
    void aTrialThatBreaksOffForAnyReasonEndsItsJob() throws Exception {
        Map<String, Consumer<DigestSession>> ends = Map.of(
                "timeout",
                session -> assertThatThrownBy(
                                () -> session.run(trial("job"), folder, Duration.ofMillis(300), progress -> {}))
                        .hasMessageContaining("(timeout)"),
                "a listener that breaks",
                session -> assertThatThrownBy(
                                () -> session.run(trial("job"), folder, Duration.ofMinutes(1), progress -> {
                                    throw new IllegalStateException("broken");
                                }))
                        .hasMessage("broken"),
                "an interrupt",
                session -> {
                    var running = Thread.currentThread();
                    assertThatThrownBy(() -> session.run(
                                    trial("job"), folder, Duration.ofMinutes(1), progress -> running.interrupt()))
                            .isInstanceOf(InterruptedException.class);
                },
                "no room for the results",
                session -> assertThatThrownBy(() -> session.run(
                                trial("done"), folder.resolve("none"), Duration.ofMinutes(1), progress -> {}))
                        .hasMessageContaining("none"));
        var asked = new LinkedBlockingQueue<ClientMessage>();
        Thread.ofPlatform().daemon().start(() -> serve(asked));
        for (var end : ends.entrySet()) {
            var client = ControllerClient.connect(folder.resolve("s"), "t", Duration.ofSeconds(10));
            try (var session = new DigestSession(client, Algorithm.SHA256, Symlinks.SKIP, List.of(root()), List.of())) {
                end.getValue().accept(session);
            }
            var submitted = (ClientMessage.Submit) asked.poll(10, TimeUnit.SECONDS);
            assertThat(submitted).as(end.getKey()).isNotNull();
            assertThat(asked.poll(10, TimeUnit.SECONDS))
                    .as(end.getKey())
                    .isEqualTo(new ClientMessage.Forget(submitted.spec().id()));
        }
    }

    /** Answers all connections; a job named done is completed at once, others go on for ever. */
    private void serve(BlockingQueue<ClientMessage> asked) {
        try {
            while (true) {
                var frames = new FrameChannel(server.accept(), Frames.MOST_BYTES);
                Thread.ofPlatform().daemon().start(() -> serve(frames, asked));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void serve(FrameChannel frames, BlockingQueue<ClientMessage> asked) {
        try {
            for (var question = frames.read(); question != null; question = frames.read()) {
                switch (question) {
                    case Hello hello -> frames.send(new Welcome(hello.version(), 1000, 10_000, 90_000, false));
                    case ClientMessage.Submit submit -> {
                        asked.add(submit);
                        var done = submit.spec().id().value().equals("done");
                        frames.send(
                                done ? new ClientMessage.Completed(SUMMARY) : new ClientMessage.Progress(NOTHING_YET));
                    }
                    case ClientMessage.Forget forget -> {
                        asked.add(forget);
                        frames.send(new ClientMessage.Done());
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            // The client is closed.
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsATrialAtItsLimitWhereverTheControllerFallsSilent(Silence silence) throws Exception {
        var controller = Thread.ofVirtual().start(() -> answerUntil(silence));
        var client = ControllerClient.connect(folder.resolve("s"), "t", Duration.ofSeconds(10));
        try (var session = new DigestSession(client, Algorithm.SHA256, Symlinks.SKIP, List.of(root()), List.of())) {
            assertThatThrownBy(() -> session.run(trial("t1"), folder, Duration.ofSeconds(1), progress -> {}))
                    .isInstanceOf(TrialFailure.class)
                    .hasMessage("the trial did not end within 1 s (timeout)");
        }
        controller.join();
    }

    private static NamedRoot root() {
        return NamedRoot.of("", "/data", ExperimentInput.parse("data"));
    }

    private void answerUntil(Silence silence) {
        try {
            var frames = new FrameChannel(server.accept(), Frames.MOST_BYTES);
            Thread.ofPlatform().daemon().start(() -> serve(new LinkedBlockingQueue<>()));
            for (var question = frames.read(); question != null; question = frames.read()) {
                switch (question) {
                    case Hello hello -> frames.send(new Welcome(hello.version(), 1000, 10_000, 90_000, false));
                    case ClientMessage.Submit _
                    when silence != Silence.SUBMIT -> frames.send(new ClientMessage.Completed(SUMMARY));
                    case ClientMessage.Fetch fetch
                    when silence != Silence.FETCH ->
                        frames.send(new ClientMessage.Page(fetch.start(), true, List.of()));
                    default -> {} // this is where it is stopped
                }
            }
        } catch (IOException e) {
            // The client is closed.
        }
    }
}
