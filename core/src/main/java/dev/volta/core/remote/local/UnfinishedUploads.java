package dev.volta.core.remote.local;

import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Partial files that uploads of this user have left in a folder of this machine; {@code unfinished.sh} is for nodes. */
final class UnfinishedUploads {
    private static final Duration OLD = Duration.ofDays(7);

    private UnfinishedUploads() {}

    /** Removes those that nobody has written for a week. */
    static void removeOld(Path folder) {
        try (var partial = Files.newDirectoryStream(folder, ".volta-*.part")) {
            for (var file : partial) {
                if (isOld(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // What cannot be removed now is left to a later upload.
        }
    }

    private static boolean isOld(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS) == ProcessUser.uid()
                && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(Instant.now().minus(OLD));
    }
}
