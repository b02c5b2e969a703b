package dev.volta.core.vm;

import dev.volta.core.remote.local.Foreground;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** QEMU as a child of this process, which reaps it, or one that another process started. */
final class QemuProcess {
    private static final long LOOK_EVERY_MS = 5;
    private static final Duration DEATH = Duration.ofSeconds(10);

    private static final int SIGNALLED = 128;
    private static final int KILL = 9;

    private final LinuxProcess identity;
    private final @Nullable Process child;

    private QemuProcess(LinuxProcess identity, @Nullable Process child) {
        this.identity = identity;
        this.child = child;
    }

    /**
     * As a child that reads nothing and prints to {@code log}.
     *
     * @param temporary where it may put files that have no name
     */
    static QemuProcess start(List<String> argv, Path log, Path temporary) throws IOException {
        try {
            var builder = new ProcessBuilder(argv)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())); // so that it can be cut
            builder.environment().put("TMPDIR", temporary.toString());
            var child = builder.start();
            return new QemuProcess(LinuxProcess.now(child.pid()), child);
        } catch (IOException e) {
            throw notRun(argv.getFirst(), e);
        }
    }

    static QemuProcess of(LinuxProcess another) {
        return new QemuProcess(another, null);
    }

    /** Why a program of QEMU could not be run, with what can be done. */
    static VmException notRun(String program, IOException cause) {
        return Foreground.find(program)
                .map(there -> new VmException("cannot run " + there + ": " + cause.getMessage() + remedy(cause), cause))
                .orElseGet(() -> missing(program, cause));
    }

    private static String remedy(IOException cause) {
        return String.valueOf(cause.getMessage()).contains("Too many open files")
                ? "; raise the limit of open files: ulimit -n 1024"
                : "";
    }

    private static VmException missing(String program, IOException cause) {
        var needed = Arrays.stream(GuestArchitecture.values())
                .filter(architecture -> architecture.program().equals(program))
                .map(GuestArchitecture::debianPackage)
                .findFirst()
                .orElse(program);
        return new VmException("cannot run " + program + "; install the package " + needed, cause);
    }

    LinuxProcess identity() {
        return identity;
    }

    boolean isAlive() {
        return child == null ? identity.isAlive() : child.isAlive();
    }

    /** Of one that has ended; -1 if that is not for us to know. */
    int exitStatus() {
        return child == null || child.isAlive() ? -1 : child.exitValue();
    }

    /** How it ended, after a comma; empty if it ended well, or if that is not for us to know. */
    String ending() {
        return ending(exitStatus());
    }

    /** @param status as {@link Process#exitValue()} has it: 128 more than the number of a signal */
    static String ending(int status) {
        if (status == SIGNALLED + KILL) {
            return ", killed by signal 9, as the kernel does where memory is short";
        }
        if (status > SIGNALLED) {
            return ", killed by signal " + (status - SIGNALLED);
        }
        return status > 0 ? ", exit status " + status : "";
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        if (child != null) {
            return child.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        var deadline = System.nanoTime() + limit.toNanos();
        while (identity.isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
        return true;
    }

    /**
     * Completed when it has ended.
     *
     * @param farewell completed as soon as another's process may have ended
     */
    CompletableFuture<Void> ended(CompletableFuture<Void> farewell) {
        return child == null
                ? farewell.thenRunAsync(this::lookUntilEnded, Thread.ofVirtual().name("qemu-end")::start)
                : child.onExit().thenRun(() -> {});
    }

    private void lookUntilEnded() {
        try {
            while (!awaitEnd(Duration.ofSeconds(1))) {
                // it still says goodbye
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets one that was stopped by a signal go on. */
    void resume() throws InterruptedException {
        HostTool.run("dash", List.of("sh", "-c", "kill -CONT \"$1\"", "sh", Long.toString(identity.pid())));
    }

    /**
     * At once; a child is reaped when this returns, even on a thread that is interrupted.
     *
     * @throws VmException if it does not go, which is so as long as the kernel itself waits for a disk
     */
    void kill() {
        if (child != null) {
            child.destroyForcibly();
            child.onExit().join();
        } else if (identity.isAlive()) {
            ProcessHandle.of(identity.pid()).ifPresent(ProcessHandle::destroyForcibly);
            for (var deadline = System.nanoTime() + DEATH.toNanos(); identity.isAlive(); ) {
                if (System.nanoTime() > deadline) {
                    throw new VmException("QEMU (process " + identity.pid() + ") was killed, and is still there after "
                            + DEATH.toSeconds() + " s");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
            }
        }
    }
}
