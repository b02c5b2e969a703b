package dev.volta.core.deploy;

import dev.volta.core.wire.ForeignFileException;
import java.nio.file.Path;

/** The record of what was deployed cannot be used, so that nobody knows what has left the description. */
public final class DamagedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One that is whole as far as anybody knows, and is not used; the cause says what to do. */
    DamagedRecordException(ForeignFileException e) {
        this(String.valueOf(e.getMessage()), e);
    }

    /** The same, with what is wrong with it and what to do. */
    DamagedRecordException(String problem, Throwable cause) {
        super("the record of what was deployed from here is not used: " + problem, cause);
    }

    /** One that is lost. */
    DamagedRecordException(Path file, String problem) {
        super("the record of what was deployed from here cannot be read: " + problem + "; put " + file.getFileName()
                + " back from a copy. Without one, move it away: the next deploy-all makes a new one of what is described"
                + " then, and what was deployed before and is described no longer has to be looked for"
                + " (audit.jsonl beside it names every node)");
    }
}
