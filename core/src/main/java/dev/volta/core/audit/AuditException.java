package dev.volta.core.audit;

import dev.volta.core.fleet.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;

/** The audit log cannot be written, so nothing is done on any node. */
public final class AuditException extends CommandFailure {
    private static final long serialVersionUID = 1;

    AuditException(Path file, IOException cause) {
        super(
                "the audit log " + file + " cannot be written: " + cause.getMessage()
                        + "; nothing is done on a node without it",
                cause);
    }
}
