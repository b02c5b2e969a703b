package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir
    private Path folder;

    private String shell(String text) throws InterruptedException {
        return Script.of("identity", text)
                .including(PlainSupervisor.class, "identity.sh")
                .with(folder.resolve("watcher").toString())
                .run(new LocalRemote(new NodeName("n1")))
                .require()
                .out();
    }

    private String aliveIf(String identity) throws Exception {
        Files.writeString(folder.resolve("watcher"), identity + "\n");
        return shell("if alive \"$1\"; then echo alive; else echo gone; fi").strip();
    }

    /** Of a process that outlives the shell that looks, in words. */
    private String[] own() throws InterruptedException {
        return shell("identify " + ProcessHandle.current().pid() + " && echo \"$identity\"")
                .strip()
                .split(" ", -1);
    }

    @Test
    void knowsAProcessByFourWords() throws Exception {
        var own = own();
        assertThat(own).hasSize(4);
        assertThat(aliveIf(String.join(" ", own))).isEqualTo("alive");
        for (var word = 1; word < own.length; word++) {
            var other = own.clone();
            other[word] = "1" + own[word];
            assertThat(aliveIf(String.join(" ", other))).as("word %d", word).isEqualTo("gone");
        }
    }

    @Test
    void knowsOneThatWasWrittenDownWithoutItsNamespace() throws Exception {
        var own = own();
        assertThat(aliveIf(own[0] + " " + own[1] + " " + own[2])).isEqualTo("alive");
        assertThat(aliveIf(own[0] + " " + own[1] + " " + own[2] + " -")).isEqualTo("alive");
    }
}
