package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.local.LocalRemote;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a service that prints much: the watcher looks at it twice a minute. */
@Timeout(150)
class PlainLogIT {
    private static final String SERVICE = "talker";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private PlainSupervisor supervisor;

    @BeforeEach
    void onThisMachine() {
        supervisor = new PlainSupervisor(
                new LocalRemote(new NodeName("here")),
                folder.resolve("services").toString(),
                folder.resolve("work").toString(),
                Optional.of(folder.resolve("logs").toString()));
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        supervisor.stop(SERVICE, Duration.ofMillis(200));
    }

    private List<String> log(int lines) throws InterruptedException {
        var out = new ByteArrayOutputStream();
        var status = supervisor.log(SERVICE, lines, false, new OutputSink() {
            @Override
            public void stdout(ByteBuffer bytes) {
                var copy = new byte[bytes.remaining()];
                bytes.get(copy);
                out.writeBytes(copy);
            }

            @Override
            public void stderr(ByteBuffer bytes) {}
        });
        assertThat(status.ok()).isTrue();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void isCutAndItsLinesStayKnown() throws Exception {
        var go = folder.resolve("go");
        var more = "while [ ! -e " + go + " ]; do sleep 0.1; done; echo after; exec sleep 100";
        supervisor.start(new ServiceUnit(
                SERVICE, List.of("sh", "-c", "head -c 9000000 /dev/zero | tr '\\0' x; echo; echo before; " + more)));
        var log = folder.resolve("logs/talker.log");
        var cut = folder.resolve("logs/talker.log.1");
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(cut) || Files.size(log) > 0) {
            assertThat(System.nanoTime()).as("the log is cut").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        Files.createFile(go);
        while (Files.size(log) == 0) {
            assertThat(System.nanoTime()).as("the service prints").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(log).hasContent("after\n");
        assertThat(cut).isNotEmptyFile();
        assertThat(log(1)).containsExactly("after");
        assertThat(log(2)).containsExactly("before", "after");
        supervisor.stop(SERVICE, Duration.ofMillis(200));
    }
}
