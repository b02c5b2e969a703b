package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuProcessTest {
    @TempDir
    Path folder;

    @Test
    void isMissingOnlyIfItIsNotThere() {
        assertThatThrownBy(() -> QemuProcess.start(List.of("no-such-qemu"), folder.resolve("log"), folder))
                .isInstanceOf(VmException.class)
                .hasMessage("cannot run no-such-qemu; install the package no-such-qemu");
        var cause = new IOException("Cannot run program \"sh\": error=24, Too many open files");
        assertThat(QemuProcess.notRun("sh", cause).getMessage())
                .startsWith("cannot run /")
                .contains("Too many open files; raise the limit of open files: ulimit -n 1024")
                .doesNotContain("install");
    }

    @Test
    void tellsHowItEnded() {
        assertThat(QemuProcess.ending(0)).isEmpty();
        assertThat(QemuProcess.ending(-1)).isEmpty();
        assertThat(QemuProcess.ending(1)).isEqualTo(", exit status 1");
        assertThat(QemuProcess.ending(139)).isEqualTo(", killed by signal 11");
        assertThat(QemuProcess.ending(137)).contains("signal 9, as the kernel does where memory is short");
    }

    @Test
    void isQuotedWhereItDidNotStart() throws Exception {
        var log = folder.resolve("qemu.log");
        var script = "echo 'Invalid SMP CPUs 600'; exit 1";
        var qemu = QemuProcess.start(List.of("sh", "-c", script), log, folder);
        assertThat(Launch.notStarted("node1", log, qemu, new IOException("Connection refused")))
                .hasMessage("QEMU did not start node1, exit status 1\n  QEMU (" + log + "):\n    Invalid SMP CPUs 600");
    }

    @Test
    void isQuotedWhereItHangs() throws Exception {
        var log = folder.resolve("qemu.log");
        var qemu = QemuProcess.start(List.of("sh", "-c", "echo waiting; exec sleep 60"), log, folder);
        try {
            assertThat(Launch.notStarted("node1", log, qemu, new VmException("it has not connected")))
                    .hasMessage("QEMU does not start node1: it has not connected\n  QEMU (" + log + "):\n    waiting");
        } finally {
            qemu.kill();
        }
    }
}
