package dev.volta.cli.common;

import dev.volta.core.operation.transfer.TransferView;
import dev.volta.core.wire.Quantities;
import dev.volta.core.workload.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells how work goes on: one line that is rewritten on a terminal, a plain line now and then elsewhere. */
public final class ProgressLine implements TransferView {
    private static final long PLAIN_EVERY = Duration.ofSeconds(5).toNanos();
    private static final int BAR = 24;
    private static final int LEAST_BAR = 8;
    /** Every terminal is at least this wide. */
    private static final int LINE = 79;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private String title = "";
    private long startedAt;
    private long toldAt;
    private boolean lineOpen;
    private String waitsFor = "";

    public ProgressLine(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** Writes to {@code err}, which is taken to be this process's stderr. */
    public static ProgressLine on(PrintWriter err) {
        return new ProgressLine(err, isTerminal(), System::nanoTime);
    }

    private static boolean isTerminal() {
        try {
            var stderr = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return stderr.startsWith("/dev/pts/") || stderr.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** A part of the work without progress of its own; only a terminal is told. */
    public void phase(String what) {
        if (terminal) {
            rewrite(what + " …");
        }
    }

    /** Work begins; {@code what} stands before its lines. */
    public void begin(String what) {
        title = what;
        startedAt = nanoTime.getAsLong();
        toldAt = startedAt;
    }

    @Override
    public void show(Progress progress) {
        var now = nanoTime.getAsLong();
        if (!progress.waitsFor().equals(waitsFor)) {
            waitsFor = progress.waitsFor();
            if (!waitsFor.isEmpty()) {
                clear();
                err.println(title + ": " + waitsFor);
                err.flush();
            }
        }
        if (terminal) {
            rewrite(line(progress, now));
        } else if (now - toldAt >= PLAIN_EVERY) {
            toldAt = now;
            err.println(line(progress, now));
        }
    }

    /** The work that began has ended: a line that stays. */
    public void done(String result) {
        var told = title + ": " + result;
        if (terminal) {
            rewrite(told);
            err.println();
            lineOpen = false;
        } else {
            err.println(told);
        }
    }

    /** Leaves the terminal at the left edge of an empty line. */
    @Override
    public void clear() {
        if (lineOpen) {
            err.print(ERASE_LINE);
            err.flush();
            lineOpen = false;
        }
    }

    private String line(Progress progress, long now) {
        var told = title + ": " + share(progress) + amounts(progress, now);
        if (!terminal || !knowsTotals(progress)) {
            return told;
        }
        // A line that wraps cannot be rewritten, so the bar takes what room is left, or stays away.
        var room = Math.min(BAR, LINE - told.length() - 1);
        return room < LEAST_BAR ? told : title + ": " + bar(progress, room) + share(progress) + amounts(progress, now);
    }

    private static boolean knowsTotals(Progress progress) {
        return progress.totalsKnown() && progress.bytesTotal() > 0;
    }

    private static double done(Progress progress) {
        return Math.min(1.0, (double) progress.bytesDone() / progress.bytesTotal());
    }

    private static String bar(Progress progress, int width) {
        var full = (int) Math.round(done(progress) * width);
        return "█".repeat(full) + "░".repeat(width - full) + " ";
    }

    private static String share(Progress progress) {
        return knowsTotals(progress) ? "%3.0f%% ".formatted(done(progress) * 100) : "";
    }

    private String amounts(Progress progress, long now) {
        var elapsed = Math.max(1, now - startedAt);
        var told = new StringBuilder("%s, %s of %s%s %s, %s"
                .formatted(
                        Quantities.bytes(progress.bytesDone()),
                        Quantities.count(progress.itemsDone()),
                        Quantities.count(progress.itemsTotal()),
                        progress.totalsKnown() ? "" : "+",
                        progress.items(),
                        Quantities.rate(progress.bytesDone() / (elapsed / 1e9))));
        if (knowsTotals(progress) && progress.bytesDone() > 0) {
            var left = (double) elapsed / progress.bytesDone() * (progress.bytesTotal() - progress.bytesDone());
            told.append(", ").append(Quantities.duration(Math.max(0, left))).append(" left");
        }
        if (progress.failures() > 0) {
            told.append(", ").append(progress.failures()).append(" failed");
        }
        return told.toString();
    }

    private void rewrite(String line) {
        err.print(ERASE_LINE + line.substring(0, Math.min(line.length(), LINE)));
        err.flush();
        lineOpen = true;
    }
}
