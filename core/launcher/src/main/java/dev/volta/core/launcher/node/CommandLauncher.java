package dev.volta.core.launcher.node;

import dev.volta.core.launcher.CapturedOutput;
import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LaunchLimits;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.PeakMemory;
import dev.volta.core.launcher.ResourceUsage;
import dev.volta.core.launcher.cgroup.LaunchCgroup;
import dev.volta.core.launcher.cgroup.LaunchCgroups;
import dev.volta.core.launcher.posix.Spawn;
import dev.volta.core.launcher.posix.SystemCalls;
import dev.volta.core.wire.RawText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Launches one command after the other. Between the two readings of the clock there is nothing but posix_spawn(3), the
 * command, and the kernel's wake-up of this thread.
 */
final class CommandLauncher {
    private static final File OPEN_FILES = new File("/proc/self/fd");
    private static final byte[] NOTHING = "/dev/null".getBytes(StandardCharsets.ISO_8859_1);
    private static final int FIRST_INHERITED = 3;

    private final SystemCalls calls;
    private final LaunchLimits limits;
    private final int outputLimit;
    private final LaunchCgroups cgroups;
    private final ProcessTree tree;
    private final RunGuard guard;
    private final LaunchFiles files;
    private final Environment environment;
    private final int devNull;
    private int launches;

    CommandLauncher(
            SystemCalls calls, LauncherRequest.Open open, LaunchCgroups cgroups, ProcessTree tree, RunGuard guard)
            throws IOException {
        this.calls = calls;
        this.limits = open.limits();
        this.outputLimit = (int) open.outputLimit();
        this.cgroups = cgroups;
        this.tree = tree;
        this.guard = guard;
        this.files = new LaunchFiles(calls);
        this.environment = Environment.own();
        this.devNull = calls.open(SystemCalls.CURRENT_FOLDER, NOTHING, SystemCalls.O_RDWR);
        if (devNull < 0) {
            throw new IOException("/dev/null: " + calls.message(-devNull));
        }
    }

    /** As any launch, within the limits. */
    LauncherReply.Ended launch(Launch launch) throws IOException, InterruptedException {
        return launch(launch, limits, false);
    }

    /** With no limit but its own of time, and whether or not the client is there: nothing else ends it. */
    LauncherReply.Ended cleanUp(Launch launch) throws IOException, InterruptedException {
        return launch(launch, LaunchLimits.NONE, true);
    }

    private LauncherReply.Ended launch(Launch launch, LaunchLimits limited, boolean shielded)
            throws IOException, InterruptedException {
        guard.prepare(launch, shielded);
        var folder = Spawn.NONE;
        var stdin = devNull;
        try {
            folder = files.openFolder(launch.folder());
            if (!launch.stdin().isEmpty()) {
                stdin = files.openInput(launch.stdin());
            }
            var variables = environment.with(launch.environment());
            var program = files.findProgram(launch.argv().getFirst(), folder, variables);
            return launch(launch, limited, program, variables, folder, stdin);
        } catch (NotStartedException e) {
            return notStarted(launch, e.reason(), guard.ended() == RunGuard.Reason.CANCELLED);
        } finally {
            if (folder != Spawn.NONE) {
                calls.close(folder);
            }
            if (stdin != devNull) {
                calls.close(stdin);
            }
        }
    }

    private LauncherReply.Ended launch(
            Launch launch, LaunchLimits limited, byte[] program, Environment variables, int folder, int stdin)
            throws IOException, InterruptedException, NotStartedException {
        var cgroup = makeCgroup(limited);
        var over = calls.event();
        try (var stdout = new OutputChannel(calls, "stdout", launch.stdout(), devNull, over, outputLimit);
                var stderr = new OutputChannel(calls, "stderr", launch.stderr(), devNull, over, outputLimit);
                var spawn = new Spawn(
                        calls,
                        program,
                        encoded(launch.argv()),
                        variables.variables(),
                        folder,
                        stdin,
                        stdout.output(),
                        stderr.output())) {
            inheritNothing();
            try {
                var start = startInTime(launch, spawn, cgroup);
                stdout.closeOutput();
                stderr.closeOutput();
                tree.awaitEnd(start.pid());
                var end = System.nanoTime();
                cgroup.leaveAfterwards();
                return account(launch, start, end, cgroup, over, stdout, stderr);
            } finally {
                calls.raise(over); // or its readers would be waited for
            }
        } finally {
            calls.close(over);
            if (!tree.keeps(cgroup) && !cgroups.giveBack(cgroup, limited)) {
                System.err.println("cannot remove " + cgroup);
            }
        }
    }

    private record Start(int pid, long nanos) {}

    private Start startInTime(Launch launch, Spawn spawn, LaunchCgroup cgroup)
            throws IOException, InterruptedException, NotStartedException {
        var asked = launch.startAt() == 0 ? System.nanoTime() : launch.startAt();
        enter(cgroup, spawn); // which may take longer than what is left after the sleep
        if (!guard.sleepUntilShortlyBefore(asked)) {
            leave(cgroup);
            throw new NotStartedException(launch.argv().getFirst() + ": cancelled before it was started");
        }
        while (System.nanoTime() - asked < 0) {
            Thread.onSpinWait();
        }
        var start = System.nanoTime();
        var pid = spawn.start();
        if (pid < 0) {
            leave(cgroup);
            throw new NotStartedException(files.reason(launch.argv().getFirst(), pid));
        }
        cgroup.leave(pid);
        tree.begin(pid);
        guard.started(start, launch.limitNanos());
        return new Start(pid, start);
    }

    private LauncherReply.Ended account(
            Launch launch,
            Start start,
            long end,
            LaunchCgroup cgroup,
            int over,
            OutputChannel stdout,
            OutputChannel stderr)
            throws IOException, InterruptedException {
        var reason = guard.ended();
        var outcome = tree.reap(start.pid()).outcome();
        var left = tree.left();
        if (launch.lasting()) {
            tree.keep(left, cgroup);
        } else {
            tree.end(left, cgroup);
        }
        calls.raise(over);
        return new LauncherReply.Ended(
                launch.id(),
                start.nanos(),
                end,
                outcome,
                reason == RunGuard.Reason.TIMED_OUT,
                reason == RunGuard.Reason.CANCELLED,
                cgroup.oomKills(),
                tree.usage(),
                peakMemory(cgroup),
                reason == RunGuard.Reason.NONE ? left.size() : 0,
                stdout.captured(),
                stderr.captured());
    }

    private LaunchCgroup makeCgroup(LaunchLimits limited) throws NotStartedException {
        launches++;
        try {
            return cgroups.make(Integer.toString(launches), limited);
        } catch (IOException e) {
            throw new NotStartedException(String.valueOf(e.getMessage()));
        }
    }

    private static void enter(LaunchCgroup cgroup, Spawn spawn) throws IOException, NotStartedException {
        try {
            cgroup.enter(spawn);
        } catch (IOException e) {
            leave(cgroup);
            throw new NotStartedException(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing has begun in it. */
    private static void leave(LaunchCgroup cgroup) throws IOException {
        cgroup.leave(-1);
        cgroup.leaveAfterwards();
    }

    /** The kernel hands this process's own peak on to what it starts, so that less than that says nothing. */
    private PeakMemory peakMemory(LaunchCgroup cgroup) throws IOException {
        var ofTree = cgroup.peakMemory();
        if (ofTree.isPresent()) {
            return new PeakMemory.Bytes(ofTree.getAsLong(), "cgroup of the process tree, page cache included");
        }
        var own = OwnMemory.peakBytes();
        return tree.peakBytes() > own
                ? new PeakMemory.Bytes(tree.peakBytes(), "largest process")
                : new PeakMemory.Unavailable("below the launcher's own peak of " + (own >> 20)
                        + " MiB, and no cgroup tells it: " + cgroups.noMemory().orElse(""));
    }

    private static LauncherReply.Ended notStarted(Launch launch, String why, boolean cancelled) {
        var now = System.nanoTime();
        return new LauncherReply.Ended(
                launch.id(),
                now,
                now,
                new Outcome.NotStarted(why),
                false,
                cancelled,
                0,
                ResourceUsage.NONE,
                new PeakMemory.Unavailable("not started"),
                0,
                CapturedOutput.NONE,
                CapturedOutput.NONE);
    }

    private static List<byte[]> encoded(List<String> texts) {
        var encoded = new ArrayList<byte[]>(texts.size());
        for (var text : texts) {
            encoded.add(RawText.encode(text));
        }
        return encoded;
    }

    /** Not all code in this process may have said of its files that no child inherits them. */
    private void inheritNothing() {
        var descriptors = OPEN_FILES.list();
        if (descriptors == null) {
            return;
        }
        for (var descriptor : descriptors) {
            var number = Integer.parseInt(descriptor);
            if (number >= FIRST_INHERITED) {
                calls.closeOnExec(number);
            }
        }
    }
}
