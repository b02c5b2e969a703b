package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that this process runs as, by number: not every user has a name. */
public final class ProcessUser {
    private ProcessUser() {}

    /** The effective user id; {@code /proc/self} belongs to it (proc(5)). */
    public static int uid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
