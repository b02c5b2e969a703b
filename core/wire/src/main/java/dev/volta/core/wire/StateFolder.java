package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes folders for what Volta keeps for itself and believes later. Whatever the umask is, nobody can write to one who cannot
 * write to the folder above it, as {@link PrivateFolder#requireLikeItsParent} asks. So a group that shares a folder shares
 * what is made in it, if its umask lets it.
 */
public final class StateFolder {
    private static final int STICKY = 01000;
    private static final int SETGID = 02000;
    private static final int GROUP_WRITES = 020;
    private static final int OTHERS_WRITE = 02;

    private StateFolder() {}

    /** Makes {@code folder}, and those above it that are missing; one that is there stays as it is. */
    public static Path make(Path folder) throws IOException {
        var whole = folder.toAbsolutePath();
        if (!Files.isDirectory(whole)) {
            var above = whole.getParent();
            if (above != null) {
                make(above);
                makeIn(above, whole);
            }
        }
        return folder;
    }

    /** Makes the folder that {@code file} lies in. */
    public static void makeAbove(Path file) throws IOException {
        var above = file.toAbsolutePath().getParent();
        if (above != null) {
            make(above);
        }
    }

    private static void makeIn(Path above, Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mode(above)));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static Set<PosixFilePermission> mode(Path above) throws IOException {
        var there = Files.readAttributes(above, "unix:mode,gid");
        var mode = number(there, "mode");
        var permissions = EnumSet.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));
        if ((mode & STICKY) != 0) {
            return permissions;
        }
        if ((mode & GROUP_WRITES) != 0 && isItsGroup(mode, number(there, "gid"))) {
            permissions.add(PosixFilePermission.GROUP_WRITE);
        }
        if ((mode & OTHERS_WRITE) != 0) {
            permissions.add(PosixFilePermission.OTHERS_WRITE);
        }
        return permissions;
    }

    /** Whether what is made in such a folder belongs to its group. */
    private static boolean isItsGroup(int mode, int group) throws IOException {
        return (mode & SETGID) != 0
                || Files.getAttribute(Path.of("/proc/self"), "unix:gid").equals(group);
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : 0;
    }
}
