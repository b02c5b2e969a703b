package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on four real sshd whose keys are trusted. */
abstract class OnTestFleet {
    @TempDir
    static Path folder;

    static TestFleet fleet;

    @BeforeAll
    static void startNodes() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        fleet = TestFleet.start(folder);
        var trusted = fleet.volta("trust", "--yes");
        assertThat(trusted.code()).as(trusted.err()).isZero();
    }

    @AfterAll
    static void stopNodes() {
        if (fleet != null) {
            fleet.close();
        }
    }

    static boolean running(String commandLine) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(line -> line.endsWith(commandLine));
    }
}
