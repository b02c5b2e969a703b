package dev.volta.core.remote;

import dev.volta.core.wire.ForeignLinks;
import dev.volta.core.wire.ReplaceableFile;
import java.io.IOException;
import java.nio.file.Path;

/** Where a file from a node is to lie here. */
public final class DownloadTarget {
    private DownloadTarget() {}

    /**
     * Fails if something other than a regular file is at {@code target}, or if a symbolic link of somebody else than root
     * and this user is on the way to it.
     */
    public static void require(Path target) throws IOException {
        var folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            ForeignLinks.refuse(folder);
        }
        ReplaceableFile.require(target);
    }
}
