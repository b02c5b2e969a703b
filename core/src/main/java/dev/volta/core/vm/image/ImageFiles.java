package dev.volta.core.vm.image;

import dev.volta.core.digest.Sha256;
import dev.volta.core.vm.VmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether the files of an image are those that were made. {@code SHA256SUMS} has a line {@code SHA-256, two spaces, name}
 * for each, as of sha256sum(1); {@code stamp} a line {@code name, size in bytes, time of the last change in nanoseconds
 * since 1970}. The second is read in no time, the first takes reading gigabytes.
 */
final class ImageFiles {
    private static final String SUMS = "SHA256SUMS";
    private static final String STAMP = "stamp";
    private static final String SEPARATOR = "  ";

    private final Path folder;

    ImageFiles(Path folder) {
        this.folder = folder;
    }

    /** SHA-256 of {@code SHA256SUMS}. */
    String digest() throws IOException {
        return Sha256.of(folder.resolve(SUMS));
    }

    /** Remembers the files as they are now; they may move to another folder of the same file system after that. */
    void stamp() throws IOException {
        var lines = new ArrayList<String>();
        for (var sum : Files.readAllLines(folder.resolve(SUMS))) {
            lines.add(lookOf(sum.substring(sum.indexOf(SEPARATOR) + SEPARATOR.length())));
        }
        Files.write(folder.resolve(STAMP), lines);
    }

    /** @throws VmException if a file is missing, or has another size or time than when it was made */
    void requireUnchanged() throws IOException {
        for (var line : lines(STAMP)) {
            var name = line.substring(0, line.indexOf(' '));
            if (!lookOf(name).equals(line)) {
                throw damaged(name, "has been changed since it was made");
            }
        }
    }

    /** @throws VmException if a file is missing, or has another content than when it was made */
    void requireIntact() throws IOException {
        for (var line : lines(SUMS)) {
            var parts = line.split(SEPARATOR, 2);
            lookOf(parts[1]);
            if (!Sha256.of(folder.resolve(parts[1])).equals(parts[0])) {
                throw damaged(parts[1], "is not what " + SUMS + " says");
            }
        }
    }

    private List<String> lines(String name) throws IOException {
        try {
            return Files.readAllLines(folder.resolve(name));
        } catch (NoSuchFileException e) {
            throw damaged(name, "is missing");
        }
    }

    private String lookOf(String name) throws IOException {
        try {
            var file = folder.resolve(name);
            var changed = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
            return name + " " + Files.size(file) + " " + changed;
        } catch (NoSuchFileException e) {
            throw damaged(name, "is missing");
        }
    }

    private VmException damaged(String name, String how) {
        return new VmException(
                folder.resolve(name) + " " + how + "; make the image anew: volta image build with --force");
    }
}
