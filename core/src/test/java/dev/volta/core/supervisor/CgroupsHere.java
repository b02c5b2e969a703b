package dev.volta.core.supervisor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import java.util.ArrayList;
import java.util.List;

/** This machine as nodes with other cgroups see themselves. */
enum CgroupsHere {
    /** Whatever it has. */
    AS_THEY_ARE(""),
    /** A folder without any. */
    NONE("mount -t tmpfs none /sys/fs/cgroup && "),
    /** Those of version 2, at their usual place. */
    VERSION_2("mount -t tmpfs none /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup && ");

    private final String mounts;

    CgroupsHere(String mounts) {
        this.mounts = mounts;
    }

    /** {@code remote}, with its programs in a mount namespace that is so. */
    Remote on(Remote remote) throws InterruptedException {
        if (this == AS_THEY_ARE) {
            return remote;
        }
        var other = new ForwardingRemote(remote) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", mounts + "exec \"$@\"", "sh"));
                argv.addAll(command.argv());
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        var tried = other.run(Command.of("true"));
        assumeTrue(tried.ok(), () -> "skipped: no mounts in a namespace here: " + tried.err());
        return other;
    }
}
