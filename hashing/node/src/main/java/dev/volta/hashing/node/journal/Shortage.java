package dev.volta.hashing.node.journal;

import dev.volta.hashing.engine.posix.Errno;
import java.io.IOException;
import java.util.Objects;

/** Tells a lack that may pass, of room on a disk or of descriptors, from a disk that is broken. */
public final class Shortage {
    private Shortage() {}

    /**
     * Whether {@code e} says that there is no room, or no descriptor, now. Java passes on the words of the C library and not
     * the number, so the words are compared.
     */
    public static boolean is(IOException e) {
        String said = Objects.requireNonNullElse(e.getMessage(), "");
        return said.contains(Errno.message(Errno.ENOSPC))
                || said.contains(Errno.message(Errno.EDQUOT))
                || said.contains(Errno.message(Errno.EMFILE))
                || said.contains(Errno.message(Errno.ENFILE));
    }
}
