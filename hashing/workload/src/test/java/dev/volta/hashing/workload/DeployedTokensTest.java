package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How tokens are read on a node. */
class DeployedTokensTest {
    private static final String TOKEN = "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;

    private Script read;

    @BeforeEach
    void writeAToken() throws Exception {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        read = Script.of(DeployedTokens.class, "tokens.sh").withLimit(Duration.ofSeconds(60));
    }

    @Test
    void aFileWithoutATokenHasNone() throws Exception {
        Files.write(folder.resolve("zeros"), new byte[65]);
        Files.write(folder.resolve("other"), "so$(id)\n\033[31m".getBytes(StandardCharsets.UTF_8));
        var done = read.with(at("token"), at("zeros"), at("other"), at("none"), at("token"))
                .run(new LocalRemote(new NodeName("here")));
        assertThat(done.require().out()).isEqualTo("1 " + TOKEN + "\n2 \n3 d31\n4 \n5 " + TOKEN + "\n");
    }

    /** Taken for one without a token it would be replaced, and whoever uses it restarted. */
    @Test
    void aFileThatCannotBeReadIsNoneWithoutAToken() throws Exception {
        // The first page of a process is not mapped, so that this fails with EIO.
        var done = read.with(at("token"), "/proc/self/mem").run(new LocalRemote(new NodeName("here")));
        assertThat(done.ok()).isFalse();
        assertThat(done.err()).isEqualTo("cannot read /proc/self/mem: Input/output error\n");
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }
}
