package dev.volta.core.wire;

import java.nio.file.Path;

/** A folder holds, or could hold, what another user has written. The message names the folder, its owner and its mode. */
public final class ForeignFolderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Path folder;

    ForeignFolderException(Path folder, String reason) {
        super(folder + " is not a folder of yours alone: " + reason);
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }
}
