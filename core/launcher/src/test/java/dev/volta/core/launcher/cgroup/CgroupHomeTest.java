package dev.volta.core.launcher.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupHomeTest {
    @TempDir
    private Path top;

    private Path folder(String name, String... files) throws IOException {
        var folder = Files.createDirectories(top.resolve(name));
        for (var i = 0; i < files.length; i += 2) {
            Files.writeString(folder.resolve(files[i]), files[i + 1]);
        }
        return folder;
    }

    @Test
    void prefersTheVersionThatHasTheController() throws IOException {
        var memory = folder("memory", "cgroup.procs", "");
        folder("memory/user/mine");
        var cpu = folder("cpu,cpuacct", "cgroup.procs", "");
        var unified = folder("unified", "cgroup.procs", "1\n", "cgroup.controllers", "io pids\n");
        var mounts = """
                proc /proc proc rw 0 0
                cgroup %s cgroup rw,nosuid,memory 0 0
                cgroup %s cgroup rw,cpu,cpuacct 0 0
                cgroup2 %s cgroup2 rw 0 0
                """.formatted(memory, cpu, unified);
        var own = "5:cpu,cpuacct:/elsewhere\n4:memory:/user/mine\n0::/init.scope\n";

        assertThat(CgroupHome.find("memory", mounts, own))
                .isEqualTo(new CgroupHome(
                        1, memory.toFile(), memory.resolve("user/mine").toFile()));
        // As in a container, where the path is that outside.
        assertThat(CgroupHome.find("cpu", mounts, own)).isEqualTo(new CgroupHome(1, cpu.toFile(), cpu.toFile()));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CgroupHome.find("cpuset", mounts, own))
                .withMessage("the kernel has no cgroup controller 'cpuset'");
    }

    @Test
    void takesVersion2WhereLimitsCanBeBelow() throws IOException {
        var home = folder(
                "cgroup",
                "cgroup.procs",
                "",
                "cgroup.controllers",
                "cpu memory\n",
                "cgroup.subtree_control",
                "\n",
                "cgroup.events",
                "populated 1\n");
        var mounts = "cgroup2 " + home + " cgroup2 rw 0 0\n";
        assertThat(CgroupHome.find("memory", mounts, "0::/\n"))
                .isEqualTo(new CgroupHome(2, home.toFile(), new File(home + "/")));

        Files.writeString(home.resolve("cgroup.procs"), "1\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CgroupHome.find("memory", mounts, "0::/\n"))
                .withMessage("processes are in " + home + " itself, which then cannot have limits below it");

        Files.writeString(home.resolve("cgroup.subtree_control"), "cpu memory\n");
        assertThat(CgroupHome.find("memory", mounts, "0::/\n").version()).isEqualTo(2);
        Files.delete(home.resolve("cgroup.events")); // as it is at the top of all
        Files.writeString(home.resolve("cgroup.subtree_control"), "\n");
        var top = CgroupHome.find("memory", mounts, "0::/\n");
        top.enable("memory");
        assertThat(home.resolve("cgroup.subtree_control")).hasContent("+memory");
    }

    @Test
    void tellsThatThereAreNone() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CgroupHome.find("memory", "proc /proc proc rw 0 0\n", ""))
                .withMessage("the kernel has no cgroup controller 'memory'");
    }
}
