package dev.volta.core.remote;

import java.nio.file.Path;

/**
 * A file on its way to a node. It appears there at once and whole (written beside the target, then renamed), and not at
 * all if a file of the same content and mode is there already.
 *
 * @param source a regular file here
 * @param target an absolute path there; missing parent folders are made
 * @param mode permission bits of the target, such as {@code 0644}
 */
public record Upload(Path source, String target, int mode) {
    public Upload {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("the target of an upload is an absolute path, not '" + target + "'");
        }
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException("no permission bits: 0" + Integer.toOctalString(mode));
        }
    }

    /** What an upload did. */
    public enum Outcome {
        SENT,
        ALREADY_THERE
    }
}
