package dev.volta.core.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.RunningOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on the machine that runs the tests. */
class HostProbeTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @BeforeEach
    void needsLinux() {
        assumeTrue(Files.isReadable(Path.of("/proc/cpuinfo")), "the script reads Linux's /proc");
    }

    @Test
    void readsThisMachineInOneRoundTrip(@TempDir Path folder) throws Exception {
        var awkward = Files.createDirectory(folder.resolve("a 'quoted' $name"));
        var shell = new Shell(List.of());
        var facts = new HostProbe(JAVA, List.of(awkward.toString(), "/no/such/path")).ask(shell);

        assertThat(shell.runs).isEqualTo(1);
        assertThat(facts.logicalCpus().toOptional().orElseThrow())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(facts.jdk().toOptional().orElseThrow()).contains(System.getProperty("java.version"));
        assertThat(facts.kernel()).isEqualTo(Fact.known("Linux " + System.getProperty("os.version")));
        assertThat(facts.memoryBytes().toOptional().orElseThrow()).isGreaterThan(64L << 20);
        var below = Objects.requireNonNull(facts.fileSystems().get(awkward.toString()));
        assertThat(below.map(HostFacts.FileSystem::type))
                .isEqualTo(Fact.known(Files.getFileStore(awkward).type()));
        assertThat(facts.fileSystems().get("/no/such/path"))
                .isEqualTo(Fact.unavailable("df cannot tell: no such path, or no permission"));
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        assertThat(new HostProbe("no-such-java", List.of())
                        .ask(new Shell(List.of()))
                        .jdk())
                .isEqualTo(Fact.unavailable("there is no program no-such-java"));
    }

    @Test
    void reportsANodeWhoseShellFails() {
        assertThatThrownBy(() -> new HostProbe("java", List.of()).ask(new Shell(List.of("false"))))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith("here: ")
                .hasMessageEndingWith("did not run to its end: exit status 1, and nothing came");
    }

    /** Runs commands here, each behind {@code prefix}. */
    private static final class Shell extends RunningOnly {
        private final List<String> prefix;
        private int runs;

        Shell(List<String> prefix) {
            super(new NodeName("here"));
            this.prefix = prefix;
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
            runs++;
            var argv = new ArrayList<>(prefix);
            argv.addAll(command.argv());
            try {
                var process = new ProcessBuilder(argv)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                process.getOutputStream().close();
                sink.stdout(ByteBuffer.wrap(process.getInputStream().readAllBytes()));
                return new ExitStatus.Exited(process.waitFor());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
