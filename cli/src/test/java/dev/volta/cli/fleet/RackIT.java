package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import dev.volta.cli.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack of {@code examples/rack} as the README shows it, on four real sshd, and the scripts that wrap its commands. */
class RackIT {
    @TempDir
    private Path folder;

    private TestFleet fleet;
    private String environment = "";

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        fleet = TestFleet.start(folder);
        Files.createSymbolicLink(folder.resolve("volta"), Transcript.ROOT.resolve("volta"));
        Files.createSymbolicLink(folder.resolve("scripts"), Transcript.ROOT.resolve("scripts"));
        describe();
        Ran.bash(folder, "ssh-agent -a agent.sock >agent.env && SSH_AUTH_SOCK=agent.sock ssh-add -q " + fleet.key());
        environment = "export SSH_AUTH_SOCK=" + folder.resolve("agent.sock") + "; ";
        var trusted = Ran.bash(folder, environment + "./volta trust --yes -f examples/rack/volta.yaml");
        assertThat(trusted.code()).as(trusted.err()).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        if (fleet != null) {
            var processes = Ran.bash(folder, "pgrep -af '[v]olta-(controller|worker)[^ ]*jar " + folder + "'");
            fleet.close();
            Ran.bash(folder, ". ./agent.env >/dev/null; kill $SSH_AGENT_PID");
            assertThat(processes.out()).isEmpty();
        }
    }

    @Test
    void theTranscriptIsTrue() throws Exception {
        var transcripts = Transcript.all().stream().filter(Transcript::isOfRack).toList();
        assertThat(transcripts).hasSize(1);
        transcripts.getFirst().replay(folder, environment);
    }

    @Test
    void theScriptsDoTheSame() throws Exception {
        assertThat(script("deploy-all-nodes.sh").out()).contains("services started: 7");
        assertThat(script("restart-all-nodes.sh").code()).isZero();
        assertThat(script("stop-all-nodes.sh").out()).contains("services stopped: 7");
        var locked = Ran.bash(folder, environment + "scripts/deploy-all-nodes.sh -f examples/rack/no.yaml");
        assertThat(locked.code()).as(locked.err()).isEqualTo(78);
    }

    private Ran script(String name) throws IOException, InterruptedException {
        var ran = Ran.bash(folder, environment + "scripts/" + name + " -f examples/rack/volta.yaml");
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    /** The example with other addresses, and a folder for each node, since all are this machine. */
    private void describe() throws IOException {
        var example = Files.readString(Transcript.ROOT.resolve("examples/rack/volta.yaml"));
        var nodes = new ArrayList<String>();
        for (var i = 1; i <= 4; i++) {
            var own = folder.resolve("n" + i);
            nodes.add(fleet.line(
                    "rack" + i,
                    "127.0.0.1",
                    fleet.port(i),
                    "paths: {install: " + own.resolve("opt") + ", run: " + own.resolve("run") + ", log: "
                            + own.resolve("log") + "}"));
        }
        var own = example.replaceAll("(?m)^  - \\{name: rack1[^\n]*\n", String.join("\n", nodes) + "\n")
                .replaceAll("(?m)^  - \\{name: rack\\d, address: 192[^\n]*\n", "");
        assertThat(own).doesNotContain("192.0.2");
        Files.createDirectories(folder.resolve("examples/rack"));
        Files.writeString(folder.resolve("examples/rack/volta.yaml"), own);
    }
}
