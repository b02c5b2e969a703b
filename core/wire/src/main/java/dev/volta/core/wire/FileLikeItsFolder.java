package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that can be believed as much as the folder that they lie in: they belong to this user, to root or to the owner of the
 * folder, and nobody can write to them who cannot write there. A checkout that another user owns, or that a group shares, is
 * used as a whole or not at all.
 */
public final class FileLikeItsFolder {
    private static final String ATTRIBUTES = "unix:uid,gid,mode";
    private static final int OTHERS_WRITE = 02;
    /** Here programs pass on pipes of theirs, as {@code <(...)} of a shell does. */
    private static final List<Path> PIPES = List.of(Path.of("/dev"), Path.of("/proc"));

    private FileLikeItsFolder() {}

    /**
     * Checks {@code file}, which exists or is a link to one that does.
     *
     * @throws ForeignFileException if somebody else could have written it, or it is no file; nothing was read from it
     */
    public static void require(Path file) throws IOException {
        var objection = objection(file);
        if (objection.isPresent()) {
            throw new ForeignFileException(file + " is not used: " + objection.get() + "; " + remedy(file));
        }
    }

    /** What stands against believing {@code file}, or what it is a link to: whose it is, how open, or what else than a file. */
    public static Optional<String> objection(Path file) throws IOException {
        var kind = FileKind.of(file);
        if (kind != FileKind.REGULAR) {
            var isPipe = kind.isSpecial() && PIPES.stream().anyMatch(file.toAbsolutePath()::startsWith);
            return isPipe ? Optional.empty() : Optional.of("it is " + kind);
        }
        if (Files.isSymbolicLink(file)) {
            var link = foreign("the link", file);
            if (link.isPresent()) {
                return link;
            }
        }
        var real = file.toRealPath();
        var found = Files.readAttributes(real, ATTRIBUTES);
        var foreign = foreign("it", real);
        if (foreign.isPresent()) {
            return foreign;
        }
        return PrivateFolder.isMoreOpen(found, folder(real), ProcessUser.uid())
                ? Optional.of("it can be changed by others, mode " + PrivateFolder.mode(found))
                : Optional.empty();
    }

    /** What is to be known of {@code file} although it is believed: that its folder, and it, is another user's or everybody's. */
    public static Optional<String> concern(Path file) throws IOException {
        if (FileKind.of(file) != FileKind.REGULAR) {
            return Optional.empty();
        }
        var real = file.toRealPath();
        var found = Files.readAttributes(real, ATTRIBUTES);
        if (!PrivateFolder.isTrusted(PrivateFolder.number(found, "uid"), ProcessUser.uid())) {
            return Optional.of("belongs, as its folder does, to " + PrivateFolder.owner(real, found));
        }
        return (PrivateFolder.number(found, "mode") & OTHERS_WRITE) != 0
                ? Optional.of("can be changed, as its folder can, by everybody, mode " + PrivateFolder.mode(found))
                : Optional.empty();
    }

    /** What to do about an objection to {@code file}. */
    public static String remedy(Path file) {
        return Files.isRegularFile(file)
                ? "if nobody has changed it, make it yours: chown \"$(id -u)\", chmod go-w"
                : "move it away";
    }

    private static Optional<String> foreign(String subject, Path file) throws IOException {
        var found = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        var owner = PrivateFolder.number(found, "uid");
        var trusted = PrivateFolder.isTrusted(owner, /* own= */ ProcessUser.uid())
                || owner == PrivateFolder.number(folder(file), "uid");
        return trusted
                ? Optional.empty()
                : Optional.of(subject + " belongs to " + PrivateFolder.owner(file, found) + ", mode "
                        + PrivateFolder.mode(found));
    }

    private static Map<String, Object> folder(Path file) throws IOException {
        return Files.readAttributes(file.toAbsolutePath().resolveSibling(""), ATTRIBUTES);
    }
}
