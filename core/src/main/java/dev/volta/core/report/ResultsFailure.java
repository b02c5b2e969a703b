package dev.volta.core.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A result could not be kept. The message names the file and how much was to be written. */
public final class ResultsFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ResultsFailure(Path file, long bytes, IOException cause) {
        super(
                "cannot write %s (%d bytes) to %s: %s; free some space or choose another folder with --out"
                        .formatted(Quantities.bytes(bytes), bytes, file, why(cause)),
                cause);
    }

    public ResultsFailure(Path folder, IOException cause) {
        super(
                "cannot make the results folder %s: %s; choose another one with --out".formatted(folder, why(cause)),
                cause);
    }

    /** The system's words alone: file system exceptions repeat the path before them. */
    private static String why(IOException cause) {
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
