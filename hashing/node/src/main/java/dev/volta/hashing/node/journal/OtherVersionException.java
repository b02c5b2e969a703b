package dev.volta.hashing.node.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a job was written by another version of the controller. It is left as it is. */
public final class OtherVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    OtherVersionException(Path file, int version) {
        super(file + " was written in version " + version + " of the journal, and this controller reads version "
                + JournalFormat.VERSION + "; end the job with the version that began it, or remove its folder");
    }
}
