package dev.volta.core.vm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The program of guests, compiled for this machine: its port is a Unix socket, to which it connects as QEMU does. */
final class HostGuest implements AutoCloseable {
    private final Process process;

    private HostGuest(Process process) {
        this.process = process;
    }

    static HostGuest start(Path folder, Path port) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "skipped: gcc is not there");
        var program = folder.resolve("link-guest");
        var compiler = new ProcessBuilder("src/test/c/link/build.sh", program.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        return new HostGuest(new ProcessBuilder(program.toString(), port.toString())
                .redirectInput(new File("/dev/null"))
                .inheritIO()
                .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
