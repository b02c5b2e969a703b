package dev.volta.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MarkedProcessesTest {
    private final Remote here = new LocalRemote(new NodeName("here"));
    private final MarkedProcesses processes =
            MarkedProcesses.of(UUID.randomUUID().toString(), here);
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws InterruptedException {
        for (var process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    private Process start(String script) throws IOException {
        var process = new ProcessBuilder(processes.marked(List.of("sh", "-c", script))).start();
        started.add(process);
        assertThat(process.inputReader().readLine()).isEqualTo("runs");
        return process;
    }

    private boolean hasEnded(Process process) throws InterruptedException {
        return process.waitFor(60, TimeUnit.SECONDS);
    }

    @Test
    void endsWhatDoesNotWantTo() throws Exception {
        var process = start("trap '' TERM; echo runs; while :; do sleep 1; done");
        assertThat(processes.end(here, new Privilege.AsLoggedIn())).isEmpty();
        assertThat(hasEnded(process)).isTrue();
    }

    @Test
    void saysThatNobodyKnowsWhatLivesOnWhereNoFurtherCommandCanRun() throws Exception {
        var full = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) {
                throw new RemoteException(node(), "no channel for a command");
            }
        };
        assertThat(processes.end(full, new Privilege.AsLoggedIn()))
                .contains("whether its processes have ended is unknown (here: no channel for a command)");
    }

    @Test
    void findsProcessesAlsoWhereGrepSeesNoMoreThanTheFirstVariable() throws Exception {
        var grep = Files.writeString(folder.resolve("grep"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(grep, PosixFilePermissions.fromString("rwx------"));
        var blind = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH")));
                argv.addAll(command.argv());
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        var process = start("echo runs; exec sleep 1000");
        assertThat(processes.end(blind, new Privilege.AsLoggedIn())).isEmpty();
        assertThat(hasEnded(process)).isTrue();
    }

    @Test
    void saysWhatIsLeft() throws Exception {
        var harmless = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = command.argv().stream()
                        .map(word -> word.replace("kill -", ": -"))
                        .toList();
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        var process = start("echo runs; exec sleep 1000");
        assertThat(processes.end(harmless, new Privilege.AsLoggedIn()))
                .hasValue("processes " + process.pid() + " cannot be ended");
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void saysThatNobodyKnowsWhereNothingRan() throws Exception {
        var refusing = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                return super.run(Command.of("sh", "-c", "echo 'sudo: a password is required' >&2; exit 1"), sink);
            }
        };
        assertThat(processes.end(refusing, new Privilege.AsLoggedIn()))
                .hasValueSatisfying(what -> assertThat(what)
                        .startsWith(
                                "whether its processes have ended is unknown (here: 'end what the command has started'")
                        .contains("sudo: a password is required"));
    }

    @Test
    void leavesANodeThatIsGoneAsItIs() throws Exception {
        var gone = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) {
                throw new RemoteException(node(), "the connection was lost");
            }

            @Override
            public boolean isOpen() {
                return false;
            }
        };
        assertThat(processes.end(gone, new Privilege.AsLoggedIn())).isEmpty();
    }
}
