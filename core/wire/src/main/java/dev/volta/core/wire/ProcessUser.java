package dev.volta.core.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that this process runs as, by number: not every user has a name. */
public final class ProcessUser {
    /** What the JDK says where a user has no entry in the password file, and nothing else helps. */
    private static final String UNKNOWN = "?";

    private ProcessUser() {}

    /** The effective user id; {@code /proc/self} belongs to it (proc(5)). */
    public static int uid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    public static boolean isRoot() {
        try {
            return uid() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to call the user: the name or, without one, the number. */
    public static String name() {
        var name = System.getProperty("user.name");
        try {
            return name.equals(UNKNOWN) ? Integer.toString(uid()) : name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The home folder; one that is not there, and never will be, for a user without one. */
    public static Path home() {
        var home = Path.of(System.getProperty("user.home"));
        return home.isAbsolute() ? home : Path.of("/nonexistent");
    }
}
