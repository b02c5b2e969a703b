package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folders whose content nobody but this user, and root, can have written. Such a folder is a folder itself (no symbolic
 * link), belongs to this user and has no permissions for others; and no folder above it lets another user put a different
 * one in its place: each belongs to root or to this user, and is not writable for others unless it is sticky like /tmp
 * (unlink(2), EPERM). A folder above may be writable for a group whose number is the user's own, as user private groups
 * are.
 */
public final class PrivateFolder {
    private static final String ATTRIBUTES = "unix:uid,gid,mode,isDirectory,isSymbolicLink";
    private static final int OTHERS = 077;
    private static final int GROUP_WRITES = 020;
    private static final int OTHERS_WRITE = 02;
    private static final int STICKY = 01000;
    private static final int PERMISSIONS = 07777;

    private PrivateFolder() {}

    /**
     * Makes {@code folder} with mode 0700, or checks the one that is there. The folder above it is there already.
     *
     * @throws ForeignFolderException if it is not this user's alone; nothing was read from it or changed in it
     */
    public static Path ensure(Path folder) throws IOException {
        try {
            create(folder);
        } catch (FileAlreadyExistsException _) {
            // looked at below, like one that was made here: the folders above count too
        }
        return require(folder);
    }

    /**
     * Makes {@code folder} with mode 0700, whatever the umask is.
     *
     * @throws FileAlreadyExistsException if it is there
     */
    public static Path create(Path folder) throws IOException {
        return Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * Checks {@code folder}, which exists.
     *
     * @throws ForeignFolderException if it is not this user's alone
     */
    public static Path require(Path folder) throws IOException {
        var objection = objection(folder);
        if (objection.isPresent()) {
            throw new ForeignFolderException(folder, objection.get());
        }
        return folder;
    }

    /**
     * Checks that nobody but this user and root can have written what lies in {@code folder}, which exists. Unlike a private
     * one it may be root's, and others may read it.
     *
     * @throws ForeignFolderException if somebody else could
     */
    public static Path requireUnalterable(Path folder) throws IOException {
        var objection = alterable(folder);
        if (objection.isPresent()) {
            throw new ForeignFolderException(folder, objection.get());
        }
        return folder;
    }

    /**
     * Checks that what lies in {@code folder}, which exists or is a link to one that does, can be believed as much as what
     * lies beside it: it belongs to this user, to root or to the owner of the folder above, and nobody can write to it who
     * cannot write there.
     *
     * @throws ForeignFolderException if somebody else made it, or could have changed it
     */
    public static Path requireLikeItsParent(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ForeignFolderException(folder, "it is " + FileKind.of(folder) + "; move it away");
        }
        requireOwnerLikeItsParent(folder);
        var above = above(folder);
        for (var found : List.of(look(folder), Files.readAttributes(folder, ATTRIBUTES))) {
            if (!flag(found, "isSymbolicLink") && isMoreOpen(found, above, ProcessUser.uid())) {
                throw new ForeignFolderException(folder, "it can be changed by others, mode " + mode(found));
            }
        }
        return folder;
    }

    /**
     * Checks who made {@code folder}, which exists or is a link to one that does: this user, root or the owner of the folder
     * above. Who else may write to it is their choice.
     *
     * @throws ForeignFolderException if it belongs to somebody else
     */
    public static Path requireOwnerLikeItsParent(Path folder) throws IOException {
        var owners = List.of(ProcessUser.uid(), 0, number(above(folder), "uid"));
        for (var found : List.of(look(folder), Files.readAttributes(folder, ATTRIBUTES))) {
            if (!owners.contains(number(found, "uid"))) {
                throw new ForeignFolderException(
                        folder, "it belongs to " + owner(folder, found) + ", mode " + mode(found));
            }
        }
        return folder;
    }

    private static Map<String, Object> above(Path folder) throws IOException {
        return Files.readAttributes(folder.toAbsolutePath().resolveSibling(""), ATTRIBUTES);
    }

    /**
     * Checks that nobody but this user and root can write what lies in {@code folder}, or will. It may be missing, with the
     * folders above it, and it may be a link that this user or root made.
     *
     * @throws ForeignFolderException if somebody else could
     */
    public static Path requirePlace(Path folder) throws IOException {
        var first = folder.toAbsolutePath();
        for (var above = first.getParent(); above != null && !Files.exists(above); above = above.getParent()) {
            first = above;
        }
        var objection = objectionToMaking(first);
        if (objection.isEmpty() && Files.exists(folder)) {
            objection = alterable(folder.toRealPath());
        }
        if (objection.isPresent()) {
            throw new ForeignFolderException(folder, objection.get());
        }
        return folder;
    }

    /** In a folder that is sticky nobody can change what is somebody else's. */
    static boolean isMoreOpen(Map<String, Object> folder, Map<String, Object> above, int own) {
        var gid = number(folder, "gid");
        var writers = number(folder, "mode") & (GROUP_WRITES | OTHERS_WRITE);
        if (gid == 0 || gid == own) {
            writers &= ~GROUP_WRITES;
        }
        var writersAbove = (number(above, "mode") & STICKY) == 0 ? number(above, "mode") : 0;
        if (gid != number(above, "gid")) {
            writersAbove &= ~GROUP_WRITES;
        }
        return (writers & ~writersAbove) != 0;
    }

    /** What stands against believing what lies in {@code folder}: whose it is, or who could replace it. */
    public static Optional<String> objection(Path folder) throws IOException {
        var own = ProcessUser.uid();
        var found = look(folder);
        var itself = objection(folder, found, own);
        if (itself.isPresent()) {
            return itself;
        }
        if ((number(found, "mode") & OTHERS) != 0) {
            return Optional.of("its mode is " + mode(found) + " instead of 0700");
        }
        return objectionAbove(folder, own);
    }

    /** What stands against making {@code folder}, which is not there, to believe later what lies in it. */
    public static Optional<String> objectionToMaking(Path folder) throws IOException {
        return objectionAbove(folder, ProcessUser.uid());
    }

    private static Optional<String> alterable(Path folder) throws IOException {
        var own = ProcessUser.uid();
        var found = look(folder);
        var itself = objection(folder, found, number(found, "uid") == 0 ? 0 : own);
        if (itself.isPresent()) {
            return itself;
        }
        if ((number(found, "mode") & STICKY) != 0 || isWritableForOthers(found, own)) {
            return Optional.of("it can be changed by others, mode " + mode(found));
        }
        return objectionAbove(folder, own);
    }

    private static Optional<String> objection(Path folder, Map<String, Object> found, int owner) throws IOException {
        if (flag(found, "isSymbolicLink")) {
            return Optional.of("it is a symbolic link, owned by " + owner(folder, found));
        }
        if (!flag(found, "isDirectory")) {
            return Optional.of("it is no folder");
        }
        if (number(found, "uid") != owner) {
            return Optional.of("it belongs to " + owner(folder, found) + ", mode " + mode(found));
        }
        return Optional.empty();
    }

    private static Optional<String> objectionAbove(Path folder, int own) throws IOException {
        for (var above = realParent(folder); above != null; above = above.getParent()) {
            var there = look(above);
            if (!isTrusted(number(there, "uid"), own)) {
                return Optional.of(above + " above it belongs to " + owner(above, there));
            }
            if (isWritableForOthers(there, own)) {
                return Optional.of(above + " above it can be changed by others, mode " + mode(there));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Path realParent(Path folder) throws IOException {
        var above = folder.toAbsolutePath().getParent();
        return above == null ? null : above.toRealPath();
    }

    /** Who owns the root directory can do anything: it is root, or what root is called outside of a user namespace. */
    static boolean isTrusted(int uid, int own) throws IOException {
        return uid == 0 || uid == own || uid == number(look(Path.of("/")), "uid");
    }

    private static boolean isWritableForOthers(Map<String, Object> there, int own) {
        return (number(there, "mode") & STICKY) == 0 && isOpenForWriting(there, own);
    }

    /** For others than root, {@code own} and the group that has this user's number. */
    static boolean isOpenForWriting(Map<String, Object> there, int own) {
        var mode = number(there, "mode");
        var byGroup = (mode & GROUP_WRITES) != 0 && number(there, "gid") != 0 && number(there, "gid") != own;
        return byGroup || (mode & OTHERS_WRITE) != 0;
    }

    private static Map<String, Object> look(Path path) throws IOException {
        return Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }

    static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : -1;
    }

    private static boolean flag(Map<String, Object> attributes, String name) {
        return Boolean.TRUE.equals(attributes.get(name));
    }

    static String owner(Path path, Map<String, Object> attributes) throws IOException {
        var uid = Integer.toString(number(attributes, "uid"));
        var name = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        return name.equals(uid) ? "uid " + uid : name + " (uid " + uid + ")";
    }

    static String mode(Map<String, Object> attributes) {
        return "%04o".formatted(number(attributes, "mode") & PERMISSIONS);
    }
}
