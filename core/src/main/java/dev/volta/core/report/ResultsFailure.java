package dev.volta.core.report;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.Quantities;
import java.io.IOException;
import java.nio.file.Path;

/** A result could not be kept. The message names the file and how much was to be written. */
public final class ResultsFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ResultsFailure(Path file, long bytes, IOException cause) {
        super(
                "cannot write %s (%d bytes) to %s: %s; free some space or choose another folder with --out"
                        .formatted(Quantities.bytes(bytes), bytes, file, IoReason.of(cause)),
                cause);
    }

    public ResultsFailure(Path folder, IOException cause) {
        super(
                "cannot make the results folder %s: %s; choose another one with --out"
                        .formatted(folder, IoReason.of(cause)),
                cause);
    }
}
