package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The type of a file, as inode(7) has it. */
public enum FileKind {
    REGULAR("a regular file", 0100000),
    FOLDER("a folder", 0040000),
    LINK("a symbolic link", 0120000),
    FIFO("a FIFO", 0010000),
    SOCKET("a socket", 0140000),
    CHARACTER_DEVICE("a character device", 0020000),
    BLOCK_DEVICE("a block device", 0060000),
    UNKNOWN("of an unknown type", 0);

    private static final int TYPE = 0170000;

    private final String words;
    private final int bits;

    FileKind(String words, int bits) {
        this.words = words;
        this.bits = bits;
    }

    /** Of {@code file}, which exists. */
    public static FileKind of(Path file, LinkOption... options) throws IOException {
        return of((int) Files.getAttribute(file, "unix:mode", options));
    }

    /**
     * The kind that is in a mode.
     *
     * @param mode as stat(2) has it, with the type
     */
    public static FileKind of(int mode) {
        for (var kind : values()) {
            if ((mode & TYPE) == kind.bits) {
                return kind;
            }
        }
        return UNKNOWN;
    }

    /** Whether programs talk through it: a FIFO, a socket, a device. */
    public boolean isSpecial() {
        return switch (this) {
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, UNKNOWN -> true;
            case REGULAR, FOLDER, LINK -> false;
        };
    }

    /** For the text "it is ...". */
    @Override
    public String toString() {
        return words;
    }
}
