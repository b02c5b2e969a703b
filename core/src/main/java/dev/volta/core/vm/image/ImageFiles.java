package dev.volta.core.vm.image;

import dev.volta.core.sha256.Sha256;
import dev.volta.core.vm.VmException;
import dev.volta.core.wire.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Whether the files of an image are those that were made. {@code SHA256SUMS} has a line {@code SHA-256, two spaces, name}
 * for each, as of sha256sum(1); {@code stamp} a line {@code name, size in bytes, time of the last change in nanoseconds
 * since 1970}. The second is read in no time, the first takes reading gigabytes.
 */
final class ImageFiles {
    private static final String SUMS = "SHA256SUMS";
    private static final String STAMP = "stamp";
    private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})  ([^/\\p{Cntrl}]+)");

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
        var lines = new StringBuilder();
        for (var name : sums().keySet()) {
            lines.append(lookOf(name)).append('\n');
        }
        AtomicFile.write(folder.resolve(STAMP), lines.toString().getBytes(StandardCharsets.UTF_8), AtomicFile.PUBLIC);
    }

    /** Makes what was made outlast a power cut, before it gets its name. */
    void sync() throws IOException {
        try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (var file : files) {
                try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
        AtomicFile.sync(folder);
    }

    /** @throws VmException if a file is missing, or has another size or time than when it was made */
    void requireUnchanged() throws IOException {
        var stamped = new LinkedHashMap<String, String>();
        for (var line : lines(STAMP)) {
            var end = line.indexOf(' ');
            if (end < 0) {
                throw damaged(STAMP, "is incomplete");
            }
            stamped.put(line.substring(0, end), line);
        }
        if (!stamped.keySet().equals(sums().keySet())) {
            throw damaged(STAMP, "is incomplete");
        }
        for (var entry : stamped.entrySet()) {
            if (!lookOf(entry.getKey()).equals(entry.getValue())) {
                throw damaged(entry.getKey(), "has been changed since it was made");
            }
        }
    }

    /** @throws VmException if a file is missing, or has another content than when it was made */
    void requireIntact() throws IOException {
        for (var sum : sums().entrySet()) {
            lookOf(sum.getKey());
            if (!Sha256.of(folder.resolve(sum.getKey())).equals(sum.getValue())) {
                throw damaged(sum.getKey(), "is not what " + SUMS + " says");
            }
        }
    }

    /** The SHA-256 of each file, by its name. */
    private Map<String, String> sums() throws IOException {
        var sums = new LinkedHashMap<String, String>();
        for (var line : lines(SUMS)) {
            var matcher = SUM.matcher(line);
            if (!matcher.matches()) {
                throw damaged(SUMS, "is incomplete");
            }
            sums.put(matcher.group(2), matcher.group(1));
        }
        if (sums.isEmpty()) {
            throw damaged(SUMS, "is incomplete");
        }
        return sums;
    }

    private List<String> lines(String name) throws IOException {
        try {
            return Files.readAllLines(folder.resolve(name), StandardCharsets.ISO_8859_1);
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
