package dev.volta.core.launcher.node;

import static dev.volta.core.launcher.node.LaunchRequest.command;
import static dev.volta.core.launcher.node.LaunchRequest.script;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LaunchLimits;
import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherMessage;
import dev.volta.core.launcher.LauncherProcess;
import dev.volta.core.launcher.LauncherReply.Ended;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.launcher.Outcome.Exited;
import dev.volta.core.launcher.Outcome.Signalled;
import dev.volta.core.launcher.PeakMemory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A launcher from its start to its end. */
class LauncherLifeTest {
    private static final LaunchLimits SMALL = new LaunchLimits(64 << 20, 50_000);

    @TempDir
    private Path folder;

    private static LauncherRequest.Open open(String name, LaunchLimits limits, Optional<Launch> cleanup) {
        return new LauncherRequest.Open(LauncherMessage.PROTOCOL, name, limits, 1000, cleanup);
    }

    private Launch writing(String file) {
        return script("echo made >\"$1\"", folder.resolve(file)).id(99).launch();
    }

    private static String text(Ended ended) {
        return new String(ended.stdout().beginning(), UTF_8).strip();
    }

    private static List<String> cgroups(String name) {
        var found = new ArrayList<String>();
        for (var home : List.of("/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/cpu")) {
            for (var cgroup : Optional.ofNullable(new File(home).list()).orElse(new String[0])) {
                if (cgroup.startsWith("volta-run-" + name + "-")) {
                    found.add(home + "/" + cgroup);
                }
            }
        }
        return found;
    }

    /** One that has ended may be there as long as nobody reaps it. */
    private static boolean runs(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void closesWithACleanup() throws IOException, InterruptedException {
        try (var launcher = LauncherProcess.start(open("close", LaunchLimits.NONE, Optional.of(writing("clean"))))) {
            assertThat(launcher.opened().protocol()).isEqualTo(LauncherMessage.PROTOCOL);
            assertThat(launcher.opened().pid()).isEqualTo(launcher.process().pid());
            assertThat(launcher.run(command("true").launch()).outcome()).isEqualTo(new Exited(0));
            assertThat(folder.resolve("clean")).doesNotExist();
            launcher.send(new LauncherRequest.Close());
            var cleanup = (Ended) launcher.receive();
            assertThat(cleanup.id()).isEqualTo(99);
            assertThat(cleanup.outcome()).isEqualTo(new Exited(0));
            assertThat(folder.resolve("clean")).hasContent("made");
            assertThat(launcher.process().waitFor()).isZero();
            assertThat(cgroups("close")).isEmpty();
        }
    }

    @Test
    void endsTheCommandAndCleansUpWhenItsClientIsGone() throws IOException, InterruptedException {
        try (var launcher = LauncherProcess.start(open("gone", LaunchLimits.NONE, Optional.of(writing("clean"))))) {
            var pids = folder.resolve("pids");
            launcher.send(script("setsid sleep 1000 & echo $! $$ >\"$1.new\"; mv \"$1.new\" \"$1\"; wait", pids)
                    .launch());
            launcher.send(writing("after"));
            LaunchTest.await(folder, "pids");
            launcher.hangUp();
            assertThat(launcher.process().waitFor()).isZero();
            for (var pid : Files.readString(pids).strip().split(" ", -1)) {
                assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty();
            }
            assertThat(folder.resolve("clean")).hasContent("made");
            assertThat(folder.resolve("after")).doesNotExist();
            assertThat(cgroups("gone")).isEmpty();
        }
    }

    @Test
    void endsACleanupWhoseTimeIsOverThoughItsClientIsGone() throws IOException, InterruptedException {
        var endless = command("sleep", "1000").limit(Duration.ofMillis(50)).launch();
        try (var launcher = LauncherProcess.start(open("slow", LaunchLimits.NONE, Optional.of(endless)))) {
            launcher.hangUp();
            var cleanup = (Ended) launcher.receive();
            assertThat(cleanup.timedOut()).isTrue();
            assertThat(cleanup.cancelled()).isFalse();
            assertThat(cleanup.outcome()).isEqualTo(new Signalled(15));
            assertThat(launcher.process().waitFor()).isZero();
        }
    }

    @Test
    void cleansUpWhenItIsTerminated() throws IOException, InterruptedException {
        try (var launcher = LauncherProcess.start(open("term", LaunchLimits.NONE, Optional.of(writing("clean"))))) {
            var pid = folder.resolve("pid");
            launcher.send(script("echo $$ >\"$1.new\"; mv \"$1.new\" \"$1\"; exec sleep 1000", pid)
                    .launch());
            LaunchTest.await(folder, "pid");
            launcher.process().toHandle().destroy(); // Process.destroy() ends its input, too
            assertThat(launcher.process().waitFor()).isEqualTo(128 + 15);
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                    .isEmpty();
            assertThat(folder.resolve("clean")).hasContent("made");
            assertThat(cgroups("term")).isEmpty();
        }
    }

    @Test
    void keepsWhatALastingLaunchLeavesUntilItCloses() throws IOException, InterruptedException {
        try (var launcher = LauncherProcess.start(open("lasting", LaunchLimits.NONE, Optional.empty()))) {
            // One keeps the output open, one has a session of its own; both make more processes later.
            var setup = launcher.run(script("""
                            sh -c 'while :; do sleep 0.01; echo written; done' & echo $!
                            setsid sh -c 'while :; do (sleep 0.01 &); sleep 0.01; done' >/dev/null & echo $!
                            echo set up""").lasting().launch());
            assertThat(setup.outcome()).isEqualTo(new Exited(0));
            assertThat(setup.leftovers()).isGreaterThanOrEqualTo(2);
            var lines = text(setup).lines().toList();
            assertThat(lines).contains("set up");
            var daemons = lines.stream()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::parseLong)
                    .toList();
            assertThat(daemons).hasSize(2);

            for (var i = 0; i < 5; i++) {
                assertThat(launcher.run(command("sleep", "0.02").launch()).leftovers())
                        .isZero();
            }
            assertThat(launcher.run(script("sleep 1000 & exit 0").launch()).leftovers())
                    .isEqualTo(1);
            assertThat(daemons).allMatch(pid -> ProcessHandle.of(pid).isPresent());
            assertThat(launcher.end()).isZero();
            assertThat(daemons).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
            assertThat(cgroups("lasting")).isEmpty();
        }
    }

    @Test
    void worksBesideAnotherOfTheSameName() throws IOException, InterruptedException {
        var fifo = Fifo.make(folder.resolve("fifo"));
        try (var first = LauncherProcess.start(open("both", LaunchLimits.NONE, Optional.empty()))) {
            first.send(script("read line <\"$1\"; echo \"$line\"", fifo.path()).launch());
            try (var second = LauncherProcess.start(open("both", LaunchLimits.NONE, Optional.empty()))) {
                assertThat(text(second.run(command("echo", "second").launch()))).isEqualTo("second");
                fifo.tell("first");
                assertThat(text((Ended) first.receive())).isEqualTo("first");
                assertThat(first.end()).isZero();
                assertThat(text(second.run(command("echo", "alone").launch()))).isEqualTo("alone");
            }
            assertThat(cgroups("both")).isEmpty();
        }
    }

    @Test
    void enforcesLimits() throws IOException, InterruptedException {
        try (var launcher = LauncherProcess.start(open(
                "limits",
                SMALL,
                Optional.of(script("head -c 200000000 /dev/zero | tail -n 1 >/dev/null")
                        .launch())))) {
            assumeTrue(
                    launcher.opened().noLimits().isEmpty(),
                    () -> "no limits here: " + launcher.opened().noLimits().orElseThrow());
            var killed = launcher.run(command("tail", "/dev/zero").launch());
            assertThat(killed.outcome()).isEqualTo(new Signalled(9));
            assertThat(killed.oomKills()).isEqualTo(1);
            assertThat(((PeakMemory.Bytes) killed.memory()).bytes())
                    .isBetween(SMALL.memoryBytes() / 2, SMALL.memoryBytes());

            var quota = launcher.run(script("""
                            path=$(sed -n 's/.*:cpu\\(,[^:]*\\)*://p' /proc/self/cgroup)
                            cat /sys/fs/cgroup/cpu*"$path/cpu.cfs_quota_us" 2>/dev/null ||
                                cat "/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)/cpu.max\"""").launch());
            assertThat(text(quota)).startsWith("50000");

            launcher.send(new LauncherRequest.Close());
            assertThat(((Ended) launcher.receive()).outcome()).isEqualTo(new Exited(0));
            assertThat(launcher.process().waitFor()).isZero();
            assertThat(cgroups("limits")).isEmpty();
        }
    }

    @Test
    void tellsWhichLimitIsRefused() throws IOException {
        try (var launcher = LauncherProcess.start(open("granted", SMALL, Optional.empty()))) {
            var opened = launcher.opened();
            assumeTrue(
                    opened.noLimits().isEmpty(),
                    () -> "no limits here: " + opened.noLimits().orElseThrow());
        }
        var tooLittle = new LaunchLimits(SMALL.memoryBytes(), 1); // the kernel grants 1 ms at least
        try (var launcher = LauncherProcess.start(open("refused", tooLittle, Optional.empty()))) {
            var opened = launcher.opened();
            assertThat(opened.noMemory()).isEmpty();
            assertThat(opened.noLimits().orElseThrow()).startsWith("processors: cannot write 1");
            assertThat(opened.tree()).startsWith("cgroup v");
            assertThat(cgroups("refused")).isEmpty();
        }
    }

    @Test
    void endsWhatKilledLaunchersLeft() throws IOException, InterruptedException {
        try (var killed = LauncherProcess.start(open("killed", LaunchLimits.NONE, Optional.empty()))) {
            assumeTrue(
                    killed.opened().noMemory().isEmpty(),
                    () -> "no cgroups here: " + killed.opened().noMemory().orElseThrow());
            var pids = folder.resolve("pids");
            killed.send(
                    script("trap '' TERM; setsid sleep 1000 & echo $! $$ >\"$1.new\"; mv \"$1.new\" \"$1\"; wait", pids)
                            .launch());
            LaunchTest.await(folder, "pids");
            killed.process().destroyForcibly().waitFor();
            assertThat(cgroups("killed")).hasSize(1);
            var commands = Stream.of(Files.readString(pids).strip().split(" ", -1))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();

            try (var next = LauncherProcess.start(open("other", LaunchLimits.NONE, Optional.empty()))) {
                assertThat(commands).noneMatch(LauncherLifeTest::runs);
                assertThat(cgroups("killed")).isEmpty();
                assertThat(next.run(command("true").launch()).outcome()).isEqualTo(new Exited(0));
            }
        }
    }

    @Test
    void refusesAnotherVersion() throws IOException, InterruptedException {
        var process = LauncherProcess.fromClasses().start();
        try (var out = process.getOutputStream()) {
            LauncherCodec.write(out, new LauncherRequest.Open(7, "x", LaunchLimits.NONE, 1, Optional.empty()));
            assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
                    .isEqualTo("the client speaks version 7 of the protocol, this launcher version 1\n");
            assertThat(process.getInputStream().readAllBytes()).isEmpty();
            assertThat(process.waitFor()).isEqualTo(2);
        }
    }

    @Test
    void refusesWhatIsNoConversation() throws IOException, InterruptedException {
        var process = LauncherProcess.fromClasses().start();
        try (var out = process.getOutputStream()) {
            out.write("echo hello\n".getBytes(UTF_8));
            out.flush();
            assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
                    .startsWith("cannot understand the client: a message of 1701013615 bytes");
            assertThat(process.waitFor()).isEqualTo(2);
        }
    }
}
