package dev.volta.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeftProgramsTest {
    private final Remote here = new LocalRemote(new NodeName("here"));
    private final String run = UUID.randomUUID().toString();
    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** Starts {@code script}, which prints the pid of what it leaves, with the mark of a run. */
    private Process start(String script) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", script);
        builder.environment().put("VOLTA_RUN", run + ":here:");
        return builder.start();
    }

    private long pid(Process process) throws IOException {
        var pid = Long.parseLong(process.inputReader().readLine());
        ProcessHandle.of(pid).ifPresent(started::add);
        return pid;
    }

    private CheckResult look() throws InterruptedException {
        return LeftPrograms.look(here, Duration.ofSeconds(20));
    }

    @Test
    void namesWhatACommandThatHasEndedLeftRunning() throws Exception {
        var process = start("setsid sleep 78 >/dev/null 2>&1 & echo $!");
        var pid = pid(process);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        while (!Files.readString(Path.of("/proc/" + pid + "/cmdline")).startsWith("sleep")) {
            TimeUnit.MILLISECONDS.sleep(10); // setsid has not got so far
        }
        var check = look();
        assertThat(check.result()).isEqualTo(CheckResult.Result.WARNING);
        assertThat(check.evidence()).contains("process " + pid + " 'sleep 78' of run " + run);
        assertThat(check.advice()).contains("volta exec -l here -- kill ").contains(Long.toString(pid));
    }

    @Test
    void saysNothingOfACommandThatStillRuns() throws Exception {
        var process = start("sleep 79 & echo $!; wait");
        started.add(process.toHandle());
        pid(process);
        assertThat(look().evidence()).doesNotContain(run);
    }
}
