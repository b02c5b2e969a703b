package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it is found out why nothing can be written. */
class WhyNotTest {
    private final Remote here = new LocalRemote(new NodeName("here"));

    @TempDir
    Path folder;

    private Path partial = Path.of("unset");
    private Path probe = Path.of("unset");
    private Path precious = Path.of("unset");

    @BeforeEach
    void makeFiles() throws Exception {
        partial = Files.writeString(folder.resolve("file.part"), "half");
        probe = folder.resolve("file.part.probe");
        precious = Files.writeString(folder.resolve("precious"), "precious");
    }

    @Test
    void findsNothingWhereThereIsRoom() throws Exception {
        assertThat(NodeScript.whyNot(here, partial.toString())).isEmpty();
        assertThat(folder.toFile().list()).containsExactly("precious");
    }

    @Test
    void saysThatThereIsNoFolder() throws Exception {
        assertThat(NodeScript.whyNot(here, folder.resolve("none/file.part").toString()))
                .containsAnyOf("No such file", "nonexistent");
    }

    @Test
    void doesNotWriteThroughALinkThatTakesThePlaceOfTheProbe() throws Exception {
        var swapped = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var swap = "rm -f '" + probe + "'; ln -s '" + precious + "' '" + probe + "'; head -c";
                var argv = command.argv().stream()
                        .map(word -> word.replace("head -c", swap))
                        .toList();
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        NodeScript.whyNot(swapped, partial.toString());
        assertThat(precious).hasContent("precious");
    }

    @Test
    void doesNotWriteToADevice() throws Exception {
        Files.createSymbolicLink(probe, Path.of("/dev/full"));
        assertThat(NodeScript.whyNot(here, partial.toString())).isEmpty();
    }
}
