package dev.volta.core.experiment;

import dev.volta.core.wire.FolderTree;
import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A folder of a run that lies outside its run folder. A file {@code state} in the run folder names it: a first line that
 * says what the file is, a mark, and the folder as a URI, in which every byte of a name is safe. The same mark is in a file
 * in the folder, so that nothing but this very folder is ever removed, whatever is at its path later. Nobody reads either
 * before the process that wrote them is gone, so they are not synced: after a power cut the worst is a folder that stays.
 */
final class RunState {
    private static final String RECORD = "state";
    private static final String HEADER = "volta run state 1";
    private static final String MARK = ".run";
    private static final int MARK_BYTES = 16;

    private final Path folder;
    private final byte[] mark;

    private RunState(Path folder, byte[] mark) {
        this.folder = folder;
        this.mark = mark;
    }

    /** Makes {@code state}, for its owner alone, and writes down in {@code run} that it belongs to it. */
    static void make(Path state, Path run) throws IOException {
        var folder = state.toAbsolutePath();
        var drawn = new byte[MARK_BYTES];
        new SecureRandom().nextBytes(drawn);
        var mark = HexFormat.of().formatHex(drawn);
        // Written down first: a mark that is in no folder yet leads to nothing.
        var record = HEADER + "\n" + mark + "\n" + folder.toUri() + "\n";
        Files.writeString(run.resolve(RECORD), record, StandardOpenOption.CREATE_NEW);
        PrivateFolder.create(folder);
        try {
            Files.writeString(folder.resolve(MARK), mark, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            FolderTree.remove(folder);
            throw e;
        }
    }

    /** Removes {@code run} and the state that belongs to it. */
    static void removeWith(Path run) throws IOException {
        var state = of(run);
        if (state.isPresent()) {
            FolderTree.removeMarked(state.get().folder, MARK, state.get().mark);
        }
        FolderTree.remove(run);
    }

    /** Empty if there is none, or what is written there is no record. */
    private static Optional<RunState> of(Path run) throws IOException {
        try {
            return parse(new String(RegularFile.readAllBytes(run.resolve(RECORD)), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static Optional<RunState> parse(String record) {
        var lines = record.split("\n", -1);
        if (lines.length != 4 || !lines[0].equals(HEADER) || !lines[3].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RunState(Path.of(URI.create(lines[2])), lines[1].getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException | FileSystemNotFoundException _) {
            return Optional.empty();
        }
    }
}
