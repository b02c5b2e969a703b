package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Symbolic links of somebody else than root and this user, which may lead anywhere; {@code paths.sh} does the same. */
public final class ForeignLinks {
    private ForeignLinks() {}

    /** Fails if {@code folder}, or a folder on the way to it, is one. */
    public static void refuse(Path folder) throws IOException {
        for (@Nullable Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
            if (!Files.isSymbolicLink(at)) {
                continue;
            }
            var owner = (int) Files.getAttribute(at, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (owner != 0 && owner != ProcessUser.uid()) {
                throw new IOException(at + " is a symbolic link of another user (uid " + owner
                        + "), and is not followed; name the folder that it is to be");
            }
        }
    }
}
