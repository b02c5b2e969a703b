package dev.volta.core.remote.local;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One child process with the threads that carry its bytes. Output is complete when the program has ended: whatever it
 * left running in the background does not keep the caller waiting for long.
 */
final class ChildProcess implements AutoCloseable {
    private static final Duration POLITENESS = Duration.ofSeconds(2);
    private static final int KILLED_BY_SIGNAL = 128;

    private final Process process;
    private final Command command;
    private final OutputPump stdout;
    private final OutputPump stderr;
    private final Thread stdin;
    private volatile @Nullable RuntimeException inputFailure;

    private ChildProcess(Process process, Command command, OutputSink sink) {
        this.process = process;
        this.command = command;
        var lock = new Object();
        this.stdout = new OutputPump(process.getInputStream(), lock, sink::stdout);
        this.stderr = new OutputPump(process.getErrorStream(), lock, sink::stderr);
        this.stdin = Thread.ofVirtual().name("stdin of " + process.pid()).start(this::feed);
    }

    /**
     * Starts {@code command}; a {@code shielded} one in a session of its own, where no terminal signals it. A program that is
     * not there cannot be started either way, and the JDK says so better.
     */
    static ChildProcess start(Command command, boolean shielded, OutputSink sink) throws IOException {
        var argv = new ArrayList<>(PlainArguments.of(command.argv()));
        if (shielded && isThere(argv.getFirst())) {
            argv.addFirst("setsid"); // becomes the program in the same process
        }
        var builder = new ProcessBuilder(argv);
        CallerLocale.restore(builder.environment());
        return new ChildProcess(builder.start(), command, sink);
    }

    private static boolean isThere(String program) {
        var folders = program.contains("/") ? "" : Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
        return Stream.of(folders.split(":", -1))
                .map(folder -> Path.of(folder, program))
                .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }

    ExitStatus await() throws InterruptedException {
        if (command.timeout().isPresent()) {
            var limit = command.timeout().get();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new ExitStatus.TimedOut(limit);
            }
        }
        var code = process.waitFor();
        if (inputFailure != null) {
            throw inputFailure;
        }
        stdout.drain();
        stderr.drain();
        return code > KILLED_BY_SIGNAL ? signalled(code) : new ExitStatus.Exited(code);
    }

    private void feed() {
        try {
            command.stdin().feed(process.getOutputStream());
        } catch (RuntimeException e) {
            inputFailure = e;
            end();
        } catch (Error e) {
            inputFailure = new IllegalStateException("its input broke: " + e, e);
            end();
        }
    }

    /** The JDK reports a death by signal as 128 + number, as a shell does; a program may also return such a code. */
    private static ExitStatus signalled(int code) {
        return switch (code - KILLED_BY_SIGNAL) {
            case 1 -> new ExitStatus.Signalled("HUP");
            case 2 -> new ExitStatus.Signalled("INT");
            case 6 -> new ExitStatus.Signalled("ABRT");
            case 9 -> new ExitStatus.Signalled("KILL");
            case 11 -> new ExitStatus.Signalled("SEGV");
            case 13 -> new ExitStatus.Signalled("PIPE");
            case 15 -> new ExitStatus.Signalled("TERM");
            default -> new ExitStatus.Exited(code);
        };
    }

    @Override
    public void close() {
        stdin.interrupt();
        end();
    }

    /** Ends whatever still runs: first politely, then not. */
    private void end() {
        if (!process.isAlive()) {
            return;
        }
        var family = process.descendants().toList();
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            if (process.waitFor(POLITENESS.toMillis(), TimeUnit.MILLISECONDS)) {
                family.forEach(ProcessHandle::destroyForcibly);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
