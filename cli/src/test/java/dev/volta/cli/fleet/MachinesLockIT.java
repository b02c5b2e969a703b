package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import dev.volta.core.config.NodeName;
import dev.volta.core.lock.Claim;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.MachinesLock;
import dev.volta.core.remote.local.LocalRemote;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that boot and end virtual machines, beside each other and beside those that have the fleet's lock. */
@Timeout(300)
@SuppressWarnings("try") // closed early on purpose
class MachinesLockIT extends OnTestFleet {
    private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

    @Test
    void oneCommandAtATimeBootsOrEndsTheMachinesOfAFolder() throws Exception {
        var own = Files.createDirectories(folder.resolve("booting"));
        fleet.describe(
                "booting/volta.yaml",
                List.of("  - {name: m1, vm: {memory: 256MiB}, port: " + OpenSshd.freePort() + "}"));
        var held = MachinesLock.toEnd(own.resolve(".volta"), List.of("vm", "down"), Duration.ZERO, NOWHERE);
        var disk = Files.createDirectories(own.resolve(".volta/vms/m1")).resolve("disk.img");
        Files.createFile(disk);
        try (held) {
            for (var command : List.of("vm up", "vm down --purge", "deploy-all", "stop-all")) {
                var words = command.split(" --", 2);
                var refused = words.length == 1 ? on(words[0]) : on(words[0], "--" + words[1]);
                assertThat(refused.code()).as(command + ": " + refused.err()).isEqualTo(75);
                assertThat(refused.err())
                        .as(command)
                        .isEqualTo("volta: virtual machines of this folder are being ended by "
                                + System.getProperty("user.name") + " (process "
                                + ProcessHandle.current().pid()
                                + ", 'volta vm down'); wait for that with --wait-lock 5m\n");
            }
            var preview = on("vm up", "--dry-run");
            assertThat(preview.code()).as(preview.err()).isZero();
            assertThat(preview.out()).startsWith("m1: would be booted: ");
            assertThat(disk).exists();
            var err = new ByteArrayOutputStream();
            var purge = fleet.arguments("booting/volta.yaml", "vm down", "--purge", "--wait-lock", "4m");
            var waiting = new FutureTask<>(() -> Ran.volta(InputStream.nullInputStream(), err, purge));
            new Thread(waiting).start();
            while (!waiting.isDone() && !err.toString(StandardCharsets.UTF_8).contains("waiting for that")) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(waiting.isDone()).as("it did not wait").isFalse();
            assertThat(disk).exists();
            held.close();
            var waited = waiting.get();
            assertThat(waited.code()).as(waited.err()).isZero();
            assertThat(waited.err())
                    .containsOnlyOnce("volta: virtual machines of this folder are being ended by ")
                    .containsPattern("'volta vm down'\\); waiting for that, for .* at most\n");
            assertThat(disk).doesNotExist();
        }
        try (var booting = MachinesLock.toBoot(own.resolve(".volta"), List.of("vm", "up"), Duration.ZERO, NOWHERE)) {
            assertThat(booting).isNotNull();
            Files.createFile(Files.createDirectories(disk.getParent()).resolve("disk.img"));
            var refused = on("vm down", "--purge");
            assertThat(refused.code()).isEqualTo(75);
            assertThat(refused.err()).contains("virtual machines of this folder are being booted by ", "'volta vm up'");
        }
    }

    @Test
    void endsNoMachineWhileAnotherCommandHasTheFleetsLock() throws Exception {
        var own = Files.createDirectories(folder.resolve("ending"));
        fleet.describe("ending/volta.yaml", List.of(fleet.line("n1", "127.0.0.1", fleet.port(1))));
        var lock = new FleetLock(
                new LocalRemote(new NodeName("n1")), "/tmp", "test" + fleet.port(1), Duration.ofMinutes(5));
        var pins = folder.resolve(".volta/known_hosts").toString();
        try (var machine = RunningMachine.start(own, "m1", OpenSshd.freePort())) {
            Files.createFile(own.resolve(".volta/vms/m1/qemu.json")); // damaged: its disk tells
            lock.take(new Claim("abc", "somebody", "elsewhere", 7, "volta run-experiment"), Duration.ZERO);
            try {
                var refused = fleet.on("ending/volta.yaml", "vm down", "--known-hosts", pins);
                assertThat(refused.code()).as(refused.err()).isEqualTo(75);
                assertThat(refused.err()).contains("the fleet is locked on n1 by somebody", "volta run-experiment");
                assertThat(machine.runs()).isTrue();
            } finally {
                lock.release("abc");
            }
            var ended = fleet.on("ending/volta.yaml", "vm down", "--known-hosts", pins);
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out()).contains("m1: off after");
            assertThat(machine.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            Ran.volta("keeper", "stop", "-f", own.resolve("volta.yaml").toString());
        }
    }

    private static Ran on(String command, String... arguments) {
        return fleet.on("booting/volta.yaml", command, arguments);
    }
}
