package dev.volta.cli.experiment;

import dev.volta.core.report.Quantities;
import dev.volta.core.report.Trial;
import dev.volta.core.workload.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells how an experiment goes: one line that is rewritten on a terminal, a plain line now and then elsewhere. */
final class ProgressLines implements ProgressDisplay {
    private static final long PLAIN_EVERY = Duration.ofSeconds(5).toNanos();
    private static final int BAR = 24;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private String trial = "";
    private long startedAt;
    private long toldAt;
    private boolean lineOpen;

    ProgressLines(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** Writes to {@code err}, which is taken to be this process's stderr. */
    static ProgressLines on(PrintWriter err) {
        return new ProgressLines(err, isTerminal(), System::nanoTime);
    }

    private static boolean isTerminal() {
        try {
            var stderr = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return stderr.startsWith("/dev/pts/") || stderr.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void phase(String what) {
        if (terminal) {
            rewrite(what + " …");
        }
    }

    @Override
    public void trialStarts(int index, int count, Trial.Phase phase) {
        trial = (phase == Trial.Phase.WARMUP ? "warm-up " : "run ") + index + "/" + count;
        startedAt = nanoTime.getAsLong();
        toldAt = startedAt;
    }

    @Override
    public void progress(Progress progress) {
        var now = nanoTime.getAsLong();
        if (terminal) {
            rewrite(line(progress, now));
        } else if (now - toldAt >= PLAIN_EVERY) {
            toldAt = now;
            err.println(line(progress, now));
        }
    }

    @Override
    public void trialEnds(Trial ended) {
        var line = "%s: %s, %s in %s, %s"
                .formatted(
                        trial,
                        Quantities.duration(ended.wallNanos()),
                        Quantities.bytes(ended.bytes()),
                        ended.files() == 1 ? "1 file" : Quantities.count(ended.files()) + " files",
                        Quantities.rate(ended.bytes() / (ended.wallNanos() / 1e9)));
        if (terminal) {
            rewrite(line);
            err.println();
            lineOpen = false;
        } else {
            err.println(line);
        }
    }

    @Override
    public void end() {
        if (lineOpen) {
            err.print(ERASE_LINE);
            err.flush();
            lineOpen = false;
        }
    }

    private String line(Progress progress, long now) {
        var elapsed = Math.max(1, now - startedAt);
        var told = new StringBuilder(trial).append(": ");
        if (progress.totalsKnown() && progress.bytesTotal() > 0) {
            var share = Math.min(1.0, (double) progress.bytesDone() / progress.bytesTotal());
            if (terminal) {
                var full = (int) Math.round(share * BAR);
                told.append("█".repeat(full)).append("░".repeat(BAR - full)).append(' ');
            }
            told.append("%3.0f%% ".formatted(share * 100));
        }
        told.append("%s, %s of %s%s files, %s"
                .formatted(
                        Quantities.bytes(progress.bytesDone()),
                        Quantities.count(progress.filesDone()),
                        Quantities.count(progress.filesTotal()),
                        progress.totalsKnown() ? "" : "+",
                        Quantities.rate(progress.bytesDone() / (elapsed / 1e9))));
        if (progress.totalsKnown() && progress.bytesDone() > 0) {
            var left = (double) elapsed / progress.bytesDone() * (progress.bytesTotal() - progress.bytesDone());
            told.append(", ").append(Quantities.duration(Math.max(0, left))).append(" left");
        }
        if (progress.failures() > 0) {
            told.append(", ").append(progress.failures()).append(" failed");
        }
        return told.toString();
    }

    private void rewrite(String line) {
        err.print(ERASE_LINE + line);
        err.flush();
        lineOpen = true;
    }
}
