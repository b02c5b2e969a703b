package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.wire.ClientMessage.Submit;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that leaves. */
@Timeout(60)
class ClientAnswersTest {
    private static final long PID = 4_711_000;

    @TempDir
    Path folder;

    private ServerSocketChannel server;
    private SocketChannel client;
    private FrameChannel frames;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address);
        client = SocketChannel.open(address);
        frames = new FrameChannel(server.accept(), Frames.MOST_BYTES);
    }

    @AfterEach
    void disconnect() throws IOException {
        frames.close();
        client.close();
        server.close();
    }

    private static void awaitEndOfThread() throws InterruptedException {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("volta-answer-" + PID))) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void doesNotCloseTheEventsOfTheJobThatIsBeingTakenUp() throws Exception {
        LeavingDisk disk = new LeavingDisk();
        Path jobs = folder.resolve("jobs");
        try (PlayedFleet fleet = new PlayedFleet(jobs, disk, PlayedFleet.TREE)) {
            ClientAnswers answers = new ClientAnswers(frames, PID, fleet.board);
            disk.atEvents = answers::close;
            answers.ask(new Submit(PlayedFleet.SPEC, false));
            awaitEndOfThread();
            fleet.work(2);
        }
        assertThat(jobs.resolve("j/events.jsonl"))
                .content()
                .contains("\"Submitted\"")
                .contains("\"WorkerUp\"");
    }

    @Test
    void endsItsThreadWhetherItWaitsForAQuestionOrForAJob() throws Exception {
        try (PlayedFleet fleet = new PlayedFleet(folder.resolve("jobs"), Disk.REAL, PlayedFleet.TREE)) {
            new ClientAnswers(frames, PID, fleet.board).close();
            awaitEndOfThread();
            ClientAnswers answers = new ClientAnswers(frames, PID, fleet.board);
            answers.ask(new Submit(PlayedFleet.SPEC, false));
            while (fleet.board.folder(PlayedFleet.SPEC.id()).spec().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            answers.close();
            awaitEndOfThread();
        }
    }

    /** Its client leaves when the events of a job are opened. */
    private static final class LeavingDisk implements Disk {
        private volatile Runnable atEvents = () -> {};

        @Override
        public FileChannel open(Path file) throws IOException {
            if (file.endsWith("events.jsonl")) {
                atEvents.run();
            }
            return REAL.open(file);
        }

        @Override
        public byte[] read(Path file) throws IOException {
            return REAL.read(file);
        }

        @Override
        public void replace(Path file, byte[] content) throws IOException {
            REAL.replace(file, content);
        }

        @Override
        public void replaceLoosely(Path file, byte[] content) throws IOException {
            REAL.replaceLoosely(file, content);
        }
    }
}
