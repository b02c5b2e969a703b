package dev.volta.ssh;

import static dev.volta.ssh.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An ssh-agent of the test's own. */
record Agent(Path socket, Process process) implements AutoCloseable {
    static Agent start(Path socket, Path... keys) throws Exception {
        var process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        eventually(() -> java.nio.file.Files.exists(socket), "the agent listens");
        var argv = new ArrayList<>(List.of("ssh-add", "-q"));
        for (var key : keys) {
            argv.add(key.toString());
        }
        var add = new ProcessBuilder(argv).redirectErrorStream(true);
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        assertThat(add.start().waitFor()).isZero();
        return new Agent(socket, process);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
    }
}
