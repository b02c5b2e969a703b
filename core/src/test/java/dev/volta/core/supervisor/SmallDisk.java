package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of a few blocks, on a folder of this machine that only programs of {@link #remote} see so. */
final class SmallDisk implements AutoCloseable {
    private final Process holder;
    private final Path folder;
    private final Remote remote;

    private SmallDisk(Process holder, Path folder) {
        this.holder = holder;
        this.folder = folder;
        this.remote = new ForwardingRemote(new LocalRemote(new NodeName("here"))) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                return super.run(new Command(inside(command.argv()), command.stdin(), command.timeout()), sink);
            }
        };
    }

    static SmallDisk on(Path folder) throws IOException {
        var holder = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=256k,nr_inodes=60,mode=755 none \"$1\" && echo ready && exec sleep 600",
                        "sh",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        var first = new BufferedReader(holder.inputReader(StandardCharsets.UTF_8)).readLine();
        assumeTrue("ready".equals(first), () -> "skipped: no mounts in a namespace here: " + first);
        return new SmallDisk(holder, folder);
    }

    private List<String> inside(List<String> argv) {
        var all = new ArrayList<>(List.of("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt"));
        all.addAll(argv);
        return all;
    }

    Remote remote() {
        return remote;
    }

    /** What a line for the shell prints there, in the folder. */
    String sh(String line) throws InterruptedException {
        return remote.run(Command.of("sh", "-c", "cd \"$1\" && " + line, "sh", folder.toString()))
                .out()
                .strip();
    }

    void fill() throws InterruptedException {
        sh("head -c 1000000 /dev/zero >filler");
        assertThat(sh("stat -f -c %a .")).isEqualTo("0");
    }

    void fillWithEmptyFiles() throws InterruptedException {
        sh("mkdir fillers; i=0; while { : >fillers/$i; }; do i=$((i + 1)); done 2>/dev/null");
        assertThat(sh("stat -f -c %d .")).isEqualTo("0");
    }

    void empty() throws InterruptedException {
        sh("rm -rf filler fillers");
    }

    void readOnly() throws InterruptedException {
        assertThat(sh("mount -o remount,bind,ro " + folder + " 2>&1")).isEmpty();
    }

    void writable() throws InterruptedException {
        sh("mount -o remount,bind,rw " + folder);
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
