package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files whose content nobody but this user, and root, can have written: what OpenSSH asks of its configuration (readconf.c,
 * {@code SSHCONF_CHECKPERM}). A file may be writable for a group whose number is the user's own, as user private groups are.
 */
public final class UnalterableFile {
    private static final String ATTRIBUTES = "unix:uid,gid,mode";

    private UnalterableFile() {}

    /** What stands against believing what is in {@code file}, or in what it is a link to: whose it is, or how open. */
    public static Optional<String> objection(Path file) throws IOException {
        var own = ProcessUser.uid();
        var found = Files.readAttributes(file, ATTRIBUTES);
        if (!PrivateFolder.isTrusted(PrivateFolder.number(found, "uid"), own)) {
            return Optional.of("it belongs to " + PrivateFolder.owner(file.toRealPath(), found));
        }
        return PrivateFolder.isOpenForWriting(found, own)
                ? Optional.of("it can be changed by others, mode " + PrivateFolder.mode(found))
                : Optional.empty();
    }
}
