package dev.volta.hashing.node.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** How the journal reaches its files. */
public interface Disk {
    /** The file system. */
    Disk REAL = new FileSystemDisk();

    /** Opens {@code file} to be read and written, and makes it if it is not there. */
    FileChannel open(Path file) throws IOException;

    /** The content of a small file; throws {@link java.nio.file.NoSuchFileException} if it is not there. */
    byte[] read(Path file) throws IOException;

    /** Replaces a small file at once; when this returns it outlasts a power cut. */
    void replace(Path file, byte[] content) throws IOException;

    /** Replaces a small file at once; a power cut may undo it, or leave a part of it. */
    void replaceLoosely(Path file, byte[] content) throws IOException;
}
