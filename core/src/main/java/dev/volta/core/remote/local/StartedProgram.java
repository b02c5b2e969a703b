package dev.volta.core.remote.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside this one until it ends or is closed. Its input is empty. What it prints goes to a file rather
 * than to a pipe, so that whatever it leaves running may go on printing when nobody reads any more.
 */
public final class StartedProgram implements AutoCloseable {
    private static final Duration POLITENESS = Duration.ofSeconds(2);

    private final Process process;

    private StartedProgram(Process process) {
        this.process = process;
    }

    /**
     * Starts {@code argv}.
     *
     * @param environment what differs from the environment of this process; an empty value removes the variable
     * @param log gets standard output and standard error
     * @param folder where it works; that of this process if empty
     */
    public static StartedProgram start(
            List<String> argv, Map<String, Optional<String>> environment, Path log, Optional<Path> folder)
            throws IOException {
        var builder = new ProcessBuilder(PlainArguments.of(argv))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        folder.map(Path::toFile).ifPresent(builder::directory);
        CallerLocale.restore(builder.environment());
        environment.forEach((name, value) -> value.ifPresentOrElse(
                text -> builder.environment().put(name, text),
                () -> builder.environment().remove(name)));
        return new StartedProgram(builder.start());
    }

    /** The exit status, if the program ends within {@code limit}. */
    public OptionalInt ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** Ends it, with what it has started, if it still runs. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        var family = process.descendants().toList();
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(POLITENESS.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
