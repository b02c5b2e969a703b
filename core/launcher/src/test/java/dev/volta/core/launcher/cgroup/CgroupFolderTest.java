package dev.volta.core.launcher.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.posix.Spawn;
import dev.volta.core.launcher.posix.SystemCalls;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to and read from the files of both versions, in folders like theirs. */
class CgroupFolderTest {
    private final SystemCalls calls = new SystemCalls();

    @TempDir
    private Path home;

    @AfterEach
    void close() {
        calls.close();
    }

    private CgroupFolder make(int version, String name) throws IOException {
        return CgroupFolder.make(calls, new CgroupHome(version, home.toFile(), home.toFile()), name, false);
    }

    @Test
    void limitsAndReadsVersion2() throws IOException {
        var cgroup = make(2, "a");
        var folder = home.resolve("a");
        assertThat(cgroup.hasPeakMemory()).isFalse();
        Files.writeString(folder.resolve("memory.swap.max"), "max\n");
        Files.writeString(folder.resolve("memory.peak"), "123456\n");
        Files.writeString(folder.resolve("memory.events"), "max 7\noom 4\noom_kill 3\noom_group_kill 1\n");
        Files.writeString(folder.resolve("cgroup.kill"), "");
        cgroup.limitMemory(5_000_000_000L);
        cgroup.limitCpu(150_000);
        cgroup.kill();
        assertThat(folder.resolve("memory.max")).hasContent("5000000000");
        assertThat(folder.resolve("memory.swap.max")).hasContent("0");
        assertThat(folder.resolve("cpu.max")).hasContent("150000 100000");
        assertThat(folder.resolve("cgroup.kill")).hasContent("1");
        assertThat(cgroup.hasPeakMemory()).isTrue();
        assertThat(cgroup.peakMemory()).isEqualTo(123456);
        assertThat(cgroup.oomKills()).isEqualTo(3);
    }

    @Test
    void limitsAndReadsVersion1() throws IOException {
        var cgroup = make(1, "a");
        var folder = home.resolve("a");
        Files.writeString(folder.resolve("memory.max_usage_in_bytes"), "654321\n");
        Files.writeString(folder.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 2");
        cgroup.limitMemory(4096);
        cgroup.limitCpu(50_000);
        cgroup.kill();
        assertThat(folder.resolve("memory.limit_in_bytes")).hasContent("4096");
        assertThat(folder.resolve("memory.memsw.limit_in_bytes")).doesNotExist();
        assertThat(folder.resolve("cpu.cfs_period_us")).hasContent("100000");
        assertThat(folder.resolve("cpu.cfs_quota_us")).hasContent("50000");
        assertThat(folder.resolve("cgroup.kill")).doesNotExist();
        assertThat(cgroup.peakMemory()).isEqualTo(654321);
        assertThat(cgroup.oomKills()).isEqualTo(2);
    }

    @Test
    void removesThoseThatNobodyHas() throws IOException {
        var cgroupHome = new CgroupHome(2, home.toFile(), home.toFile());
        var name = CgroupFolder.namesOf("mine", 12) + 1;
        var mine = make(2, name);
        Files.createDirectory(home.resolve(CgroupFolder.namesOf("left", 13) + 1));
        var full = CgroupFolder.namesOf("full.of-dots", 14) + "try";
        Files.createDirectories(home.resolve(full + "/below"));
        var service = "volta-run-me.too-01234567"; // it has no process yet
        Files.createDirectory(home.resolve(service));
        CgroupFolder.removeLeft(calls, cgroupHome);
        assertThat(home.toFile().list()).containsExactlyInAnyOrder(name, full, service);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> make(2, name))
                .withMessage("another launcher has " + home.resolve(name));
        assertThat(mine.remove()).isTrue();
        assertThat(home.resolve(name)).doesNotExist();
    }

    private static int devNull(SystemCalls calls) {
        return calls.open(SystemCalls.CURRENT_FOLDER, "/dev/null".getBytes(UTF_8), SystemCalls.O_RDWR);
    }

    private static Spawn sleep(SystemCalls calls, int devNull) {
        return new Spawn(
                calls,
                "/bin/sleep".getBytes(UTF_8),
                List.of("sleep".getBytes(UTF_8), "1000".getBytes(UTF_8)),
                List.of(),
                Spawn.NONE,
                devNull,
                devNull,
                devNull);
    }

    @Test
    void movesTheChildAndNotTheLauncherWhereMemoryIsLimited() throws IOException {
        var limited = make(2, "a");
        var folder = home.resolve("a");
        limited.limitMemory(4096);
        assertThat(folder.resolve("memory.oom.group")).hasContent("1");
        var devNull = devNull(calls);
        try (var spawn = sleep(calls, devNull)) {
            limited.enter(spawn);
            limited.leave(-1);
            assertThat(folder.resolve("cgroup.procs")).doesNotExist();
            limited.enter(spawn);
            limited.leave(4711);
            assertThat(folder.resolve("cgroup.procs")).hasContent("4711");
            assertThat(home.resolve("cgroup.procs")).doesNotExist();
        } finally {
            calls.close(devNull);
        }
    }

    @Test
    void makesAChildInVersion2() throws IOException {
        assumeTrue(Spawn.canEnterCgroup(), "the C library cannot make a child in a cgroup");
        startsAChildInVersion2(true);
    }

    @Test
    void movesAChildIntoVersion2() throws IOException {
        startsAChildInVersion2(false);
    }

    /** As the launcher does it on this machine's version 2, which may have no controllers. */
    private void startsAChildInVersion2(boolean makesChildren) throws IOException {
        var unified = new File("/sys/fs/cgroup/unified");
        var top = unified.isDirectory() ? unified : new File("/sys/fs/cgroup");
        assumeTrue(
                new File(top, "cgroup.controllers").exists() && new File(top, "cgroup.procs").canWrite(),
                "no cgroups of version 2 can be made here");
        var before = Files.readString(Path.of("/proc/self/cgroup"));
        var own = before.lines()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow();
        var cgroup = CgroupFolder.make(
                calls,
                new CgroupHome(2, top, new File(top + own.substring(3))),
                "volta-test-" + ProcessHandle.current().pid(),
                makesChildren);
        var devNull = devNull(calls);
        try (var spawn = sleep(calls, devNull)) {
            cgroup.enter(spawn);
            var pid = spawn.start();
            cgroup.leave(pid);
            cgroup.leaveAfterwards();
            assertThat(cgroup.members()).containsExactly(pid);
            assertThat(Path.of("/proc/self/cgroup")).hasContent(before);
            cgroup.kill();
            calls.kill(pid, SystemCalls.SIGKILL); // before Linux 5.14
            assertThat(calls.awaitEnd()).isEqualTo(pid);
            assertThat(calls.reap(pid).outcome()).isEqualTo(new Outcome.Signalled(9));
            assertThat(cgroup.remove()).isTrue();
        } finally {
            calls.close(devNull);
        }
    }
}
